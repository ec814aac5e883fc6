package io.cairn.coordinator.replication.disk;

/**
 * Why a storage did not open.
 *
 * @param damaged whether what was written is gone; otherwise the disk just cannot be used now
 * @param what in one line for a person
 */
public record Refusal(boolean damaged, String what) {
  static Refusal damage(DamageException e) {
    return new Refusal(true, String.valueOf(e.getMessage()));
  }

  static Refusal disk(String what) {
    return new Refusal(false, what);
  }
}
