package io.cairn.api;

/**
 * The keys that a task has state for. Of the task's thread only.
 *
 * @param <K> the key
 */
public interface Keys<K> {

  /**
   * Calls {@code visitor} once for each key of this task that has a value in the state {@code
   * stateName}, ordered by key group, then by the key's octets. During a call all state handles
   * refer to that key.
   *
   * @throws IllegalArgumentException if no state of this name was declared
   */
  void forEach(String stateName, Visitor<K> visitor) throws Exception;

  /** Called for each key. */
  @FunctionalInterface
  interface Visitor<K> {
    void visit(K key) throws Exception;
  }
}
