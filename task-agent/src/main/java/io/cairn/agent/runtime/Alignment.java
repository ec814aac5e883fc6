package io.cairn.agent.runtime;

/**
 * What it took until all barriers of a checkpoint had come.
 *
 * @param nanos from the first one to the last one
 * @param bytes octets of the records that were read from other channels meanwhile
 */
record Alignment(long nanos, long bytes) {
  /** There was just one barrier to wait for. */
  static final Alignment NONE = new Alignment(0, 0);
}
