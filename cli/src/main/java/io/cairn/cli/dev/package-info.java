/**
 * {@code cairn dev}: a local cluster with a running job, for trying things by hand or by script.
 *
 * <p>Begin reading at {@link io.cairn.cli.dev.DevCommand}.
 */
@NullMarked
package io.cairn.cli.dev;

import org.jspecify.annotations.NullMarked;
