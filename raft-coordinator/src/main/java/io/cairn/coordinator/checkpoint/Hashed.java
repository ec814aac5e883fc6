package io.cairn.coordinator.checkpoint;

/** A part of the replicated state that knows its own hash. */
public interface Hashed {
  /**
   * 64-bit hash of the value: equal for equal values in every JVM, whatever way they were reached.
   * Not cryptographic: it finds replicas that differ, not forgeries.
   */
  long stateHash();
}
