package io.cairn.storage.state;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Small named entries of a task, without a key: a source's position, a sink's list of transactions.
 * Of the store's owner thread; kept in memory, and part of each snapshot.
 *
 * <p>An entry is a blob or a list. Lists can be shared out among another number of tasks; a blob is
 * taken over only if it is the same in all of them.
 */
public interface TaskState {

  /** Longest entry, and longest sum of all, in bytes: 16 MiB. */
  int MAX_BYTES = 16 << 20;

  /** What becomes of a list when the number of tasks changes. */
  enum Redistribution {
    /**
     * Each element goes to one task: those of all older tasks, in their order, are dealt out in
     * turn. For what only one task may own, such as the rest of a file.
     */
    SPLIT,
    /**
     * Every task gets the elements of all older tasks, in their order. For what the tasks divide
     * among themselves by a rule of their own.
     */
    UNION
  }

  /**
   * A copy of a blob, or null.
   *
   * @throws IllegalStateException if the entry is a list
   */
  byte @Nullable [] get(String name);

  /**
   * Sets a blob; the bytes are copied.
   *
   * @throws IllegalArgumentException if all entries together would exceed {@link #MAX_BYTES}
   */
  void put(String name, byte[] bytes);

  /**
   * A copy of a list, or null if there is none. An empty list is one too.
   *
   * @throws IllegalStateException if the entry is a blob
   */
  default @Nullable List<byte[]> getList(String name) {
    return null;
  }

  /**
   * Sets a list; the elements are copied.
   *
   * @throws IllegalArgumentException if all entries together would exceed {@link #MAX_BYTES}
   * @throws UnsupportedOperationException if this state keeps no lists, as a test's may not
   */
  default void putList(String name, Redistribution redistribution, List<byte[]> elements) {
    throw new UnsupportedOperationException("no lists are kept, so not " + name + " either");
  }

  /** Removes an entry, if it is there. */
  void remove(String name);

  /** The names, sorted; a copy. */
  Set<String> names();
}
