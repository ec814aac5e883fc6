package io.cairn.storage.state;

import java.util.Objects;

/**
 * How a store is opened.
 *
 * @param resources shared by the stores of the process; must stay open longer than the store
 * @param keyGroups of the operator; 1 to {@link KeyGroups#MAX}
 * @param range the key groups of this task
 */
public record StateSettings(StateResources resources, int keyGroups, KeyGroupRange range) {

  /** Checks that the range is within the key groups. */
  public StateSettings {
    Objects.requireNonNull(resources);
    if (range.last() >= KeyGroups.checkCount(keyGroups)) {
      throw new IllegalArgumentException(range + " is not within " + keyGroups + " key groups");
    }
  }

  /** The settings of one instance of an operator. */
  public static StateSettings of(
      StateResources resources, int keyGroups, int instance, int parallelism) {
    return new StateSettings(
        resources, keyGroups, KeyGroups.rangeOf(instance, keyGroups, parallelism));
  }

  /** The settings of another task of the same operator. */
  StateSettings withRange(KeyGroupRange other) {
    return new StateSettings(resources, keyGroups, other);
  }
}
