package io.cairn.coordinator.checkpoint;

/** What an operator does. */
public enum OperatorKind implements Coded {
  /** Reads from outside. */
  SOURCE(1),
  /** Records in, records out. */
  TRANSFORM(2),
  /** Writes to outside in transactions. */
  SINK(3);

  private final int code;

  OperatorKind(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
