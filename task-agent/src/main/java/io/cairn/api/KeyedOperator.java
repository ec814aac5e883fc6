package io.cairn.api;

/**
 * Turns records into others with state for each key. All records of a key come to the same task,
 * and state handles refer to the key of the record being processed.
 *
 * <p>All methods are called by one thread.
 *
 * @param <K> the key
 * @param <T> what comes in
 * @param <R> what goes out
 */
public interface KeyedOperator<K, T, R> {

  /** Called once, before all else; the only place to declare state. */
  void open(KeyedContext context) throws Exception;

  void process(K key, T record, Output<R> out) throws Exception;

  /**
   * A timer of this key is due. Called between two records, with the state handles on the key; not
   * after {@link #endOfInput}: timers that are not due when the job ends do not fire.
   *
   * @param atMillis as it was set, in milliseconds since 1970; never in the future
   */
  default void onTimer(K key, long atMillis, Output<R> out) throws Exception {}

  /**
   * The job ends: all input has been processed. What is emitted here belongs to the job's last
   * checkpoint. Called once, not again after a restore from a checkpoint that already has it.
   *
   * @param keys visits every key of this task that has a given state
   */
  default void endOfInput(Keys<K> keys, Output<R> out) throws Exception {}

  /** Releases what is open; called once, even after a failure. */
  default void close() throws Exception {}
}
