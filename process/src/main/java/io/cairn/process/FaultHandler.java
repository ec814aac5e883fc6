package io.cairn.process;

import org.jspecify.annotations.Nullable;

/**
 * What happens when an invariant is broken: a state that the code holds to be impossible.
 *
 * <p>Injected, so that tests see the fault instead of losing their JVM. Operating errors (a lost
 * connection, a slow peer) are no faults; they are handled where they happen. The one that cannot
 * be, a disk that fails under the Raft log, has {@link #diskFailed}.
 */
@FunctionalInterface
public interface FaultHandler {
  /**
   * Stops this replica or agent. Thread-safe. A caller must not go on with its work afterwards,
   * even when the call returns (as it does in tests).
   *
   * @param what what should have been true and with which values, in one line
   * @param cause the exception that showed it, if any
   */
  void halt(String what, @Nullable Throwable cause);

  /**
   * Stops this process because the disk that it cannot do without failed or is full: no fault of
   * the code, but going on would leave a hole. As {@link #halt}, with a code and words of its own.
   *
   * @param what which file, and what could not be done with it, in one line
   * @param cause the exception that showed it, if any
   */
  default void diskFailed(String what, @Nullable Throwable cause) {
    halt(what, cause);
  }
}
