package io.cairn.api;

import java.util.List;

/** A list for the current key. Adding does not read. Of the task's thread only. */
public interface ListState<V> {

  /** All elements in the order in which they were added; empty if the key has none. */
  List<V> get();

  void add(V value);

  void clear();
}
