package io.cairn.api;

/**
 * Reads records from outside, from a position that it can go back to.
 *
 * <p>All methods are called by one thread. A checkpoint is taken between two polls: what was
 * emitted before belongs to it, and a source opened with the {@link #snapshot} of that moment must
 * emit exactly what came after.
 *
 * @param <T> the record type
 */
public interface Source<T> {

  /** Called once, before all else. {@link TaskContext#restored()} holds the position, if any. */
  void open(TaskContext context) throws Exception;

  /**
   * Emits some records, few enough to return within some milliseconds, and never waits: a barrier
   * waits for it. To be slower, return {@link Poll#idle}.
   */
  Poll poll(Output<T> out) throws Exception;

  /** The position now, in a form of the source's own. Kept in each checkpoint: keep it small. */
  byte[] snapshot() throws Exception;

  /** Releases what is open; called once, even after a failure. */
  default void close() throws Exception {}
}
