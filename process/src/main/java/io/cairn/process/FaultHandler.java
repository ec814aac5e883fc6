package io.cairn.process;

import org.jspecify.annotations.Nullable;

/**
 * What happens when an invariant is broken: a state that the code holds to be impossible.
 *
 * <p>Injected, so that tests see the fault instead of losing their JVM. Operating errors (a full
 * disk, a lost connection) are no faults; they are handled where they happen.
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
}
