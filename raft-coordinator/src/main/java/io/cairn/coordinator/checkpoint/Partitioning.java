package io.cairn.coordinator.checkpoint;

/** Which task of the next operator gets a record. */
public enum Partitioning implements Coded {
  /** Task i to task i; both parallelisms are equal. */
  FORWARD(1),
  /** By the key group of the record's key. */
  HASH(2),
  /** Round robin. */
  REBALANCE(3);

  private final int code;

  Partitioning(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
