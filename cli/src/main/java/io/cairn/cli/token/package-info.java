/**
 * {@code cairn token}: the file with the tokens of people and scripts, and secrets for processes.
 * It works on files only, and asks no cluster.
 *
 * <p>Begin reading at {@link io.cairn.cli.token.TokenCommand}.
 */
@NullMarked
package io.cairn.cli.token;

import org.jspecify.annotations.NullMarked;
