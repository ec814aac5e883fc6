package io.cairn.storage.state;

import java.util.Objects;

/**
 * How a store is opened.
 *
 * @param resources shared by the stores of the process; must stay open longer than the store
 * @param keyGroups of the operator; 1 to {@link KeyGroups#MAX}
 * @param range the key groups of this task
 * @param smallStateBytes up to so many bytes of rows and task state, a snapshot holds the rows
 *     themselves instead of RocksDB's files; at most {@value SmallRows#MAX_BYTES}; 0: never
 */
public record StateSettings(
    StateResources resources, int keyGroups, KeyGroupRange range, int smallStateBytes) {

  /** Checks that the range is within the key groups. */
  public StateSettings {
    Objects.requireNonNull(resources);
    if (range.last() >= KeyGroups.checkCount(keyGroups)) {
      throw new IllegalArgumentException(range + " is not within " + keyGroups + " key groups");
    }
    if (smallStateBytes < 0 || smallStateBytes > SmallRows.MAX_BYTES) {
      throw new IllegalArgumentException("a small state of " + smallStateBytes + " bytes");
    }
  }

  /** With the usual bound of a small state. */
  public StateSettings(StateResources resources, int keyGroups, KeyGroupRange range) {
    this(resources, keyGroups, range, SmallRows.MAX_BYTES);
  }

  /** The settings of one instance of an operator. */
  public static StateSettings of(
      StateResources resources, int keyGroups, int instance, int parallelism) {
    return new StateSettings(
        resources, keyGroups, KeyGroups.rangeOf(instance, keyGroups, parallelism));
  }

  /** The settings of another task of the same operator. */
  StateSettings withRange(KeyGroupRange other) {
    return new StateSettings(resources, keyGroups, other, smallStateBytes);
  }

  /** The same with another bound. */
  public StateSettings withSmallStateBytes(int bytes) {
    return new StateSettings(resources, keyGroups, range, bytes);
  }
}
