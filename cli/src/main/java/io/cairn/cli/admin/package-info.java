/**
 * The client of the coordinators' admin HTTP API, and the commands that are little more than one
 * call of it.
 *
 * <p>Knows the API's paths and JSON, nothing of how a coordinator answers. Begin reading at {@link
 * io.cairn.cli.admin.AdminClient}.
 */
@NullMarked
package io.cairn.cli.admin;

import org.jspecify.annotations.NullMarked;
