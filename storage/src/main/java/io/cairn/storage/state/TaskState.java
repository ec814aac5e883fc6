package io.cairn.storage.state;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Small named blobs of a task, without a key: a source's position, a sink's list of transactions.
 * Of the store's owner thread; kept in memory, and part of each snapshot.
 */
public interface TaskState {

  /** Longest blob, and longest sum of all, in bytes: 16 MiB. */
  int MAX_BYTES = 16 << 20;

  /** A copy of a blob, or null. */
  byte @Nullable [] get(String name);

  /**
   * Sets a blob; the bytes are copied.
   *
   * @throws IllegalArgumentException if all blobs together would exceed {@link #MAX_BYTES}
   */
  void put(String name, byte[] bytes);

  /** Removes a blob, if it is there. */
  void remove(String name);

  /** The names, sorted; a copy. */
  Set<String> names();
}
