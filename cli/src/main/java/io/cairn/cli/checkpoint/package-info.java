/**
 * {@code cairn checkpoint ...} of a cluster: listing, showing, triggering and watching.
 *
 * <p>Knows the admin API's answers about checkpoints. Judging what an answer means for a watcher
 * ({@code Sight}) and drawing ({@code CheckpointLines}, {@code WatchLines}) are pure; {@code
 * CheckpointWatch} is the loop. Begin reading at {@link io.cairn.cli.checkpoint.CheckpointCommand}.
 */
@NullMarked
package io.cairn.cli.checkpoint;

import org.jspecify.annotations.NullMarked;
