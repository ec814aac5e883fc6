package io.cairn.coordinator.checkpoint;

/** An enum constant with a number of its own, used in the log, in snapshots and in hashes. */
public interface Coded {
  /** The number: positive, never changed, never used again. */
  int code();

  /**
   * The constant with the code.
   *
   * @throws IllegalArgumentException when there is none
   */
  static <E extends Enum<E> & Coded> E of(Class<E> type, int code) {
    for (E constant : type.getEnumConstants()) {
      if (constant.code() == code) {
        return constant;
      }
    }
    throw new IllegalArgumentException(type.getSimpleName() + " has no code " + code);
  }
}
