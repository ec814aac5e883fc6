package io.cairn.storage.state;

import java.util.List;

/**
 * A list of values per key; of the store's owner thread. See {@link ValueState} for the current
 * key.
 */
public interface ListState<T> {

  /** The values of the current key in the order in which they were added; a new list. */
  List<T> get();

  /** Adds at the end; costs the same however long the list is. */
  void add(T value);

  /** Replaces the whole list. */
  void set(List<T> values);

  /** Removes all values of the current key. */
  void clear();
}
