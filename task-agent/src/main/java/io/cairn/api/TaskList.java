package io.cairn.api;

import java.util.List;

/**
 * A list that belongs to a task and not to a key: offsets, pending requests, a service's
 * partitions. It is held in memory and written whole into each checkpoint, so keep it small: all of
 * a task's lists together have at most 16 MiB. Large state belongs under a key.
 *
 * <p>Declared in {@code open}, which already sees what the restored checkpoint has. Used by the
 * task's thread only.
 *
 * @param <V> the element type
 */
public interface TaskList<V> {

  /** What becomes of the elements when the parallelism changes. */
  enum Sharing {
    /**
     * Each element goes to one task: those of all older tasks, in their order, are dealt out in
     * turn. For what only one task may own, such as a partition.
     */
    DEALT,
    /**
     * Every task gets the elements of all older tasks, in their order. For what the tasks divide
     * among themselves by a rule of their own; each then drops what is not its own.
     */
    TO_ALL
  }

  /** The elements now; a copy. */
  List<V> get();

  /** Appends an element. */
  void add(V element);

  /** Replaces all elements. */
  void set(List<? extends V> elements);
}
