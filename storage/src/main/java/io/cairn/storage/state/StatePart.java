package io.cairn.storage.state;

import java.nio.file.Path;

/**
 * The state of one older task, of which another task takes over a part.
 *
 * @param directory holds the restored files of its snapshot, or only {@code task-state} if none of
 *     its key groups are wanted; on the file system of the target. Used up by a {@link
 *     RescaleRequest}: files are moved out of it, and the database in it is changed
 * @param range the key groups that the older task owned
 */
public record StatePart(Path directory, KeyGroupRange range) {}
