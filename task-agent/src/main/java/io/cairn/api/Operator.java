package io.cairn.api;

/**
 * Turns records into others, without keyed state.
 *
 * <p>All methods are called by one thread.
 *
 * @param <T> what comes in
 * @param <R> what goes out
 */
public interface Operator<T, R> {

  /** Called once, before all else. {@link TaskContext#restored()} holds the last snapshot. */
  default void open(TaskContext context) throws Exception {}

  void process(T record, Output<R> out) throws Exception;

  /**
   * The job ends: all input has been processed. What is emitted here belongs to the job's last
   * checkpoint. Called once, not again after a restore from a checkpoint that already has it.
   */
  default void endOfInput(Output<R> out) throws Exception {}

  /** What {@link TaskContext#restored()} shall give after a restart; empty if nothing is kept. */
  default byte[] snapshot() throws Exception {
    return new byte[0];
  }

  /** Releases what is open; called once, even after a failure. */
  default void close() throws Exception {}
}
