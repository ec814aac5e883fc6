/**
 * {@code cairn completion}: what a shell needs to complete the command's words.
 *
 * <p>Begin reading at {@link io.cairn.cli.completion.CompletionCommand}.
 */
@NullMarked
package io.cairn.cli.completion;

import org.jspecify.annotations.NullMarked;
