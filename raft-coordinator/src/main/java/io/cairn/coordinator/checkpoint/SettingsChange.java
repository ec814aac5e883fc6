package io.cairn.coordinator.checkpoint;

import java.util.List;

/**
 * A change of a job's settings, as history keeps it.
 *
 * @param number of the change, in the cluster
 * @param job whose settings were changed
 * @param requestId by which it was asked for
 * @param who asked for it, as they called themselves
 * @param wallMillis when, by the clock of the leader that took the request; for display
 * @param differences what was changed, at least one
 */
public record SettingsChange(
    long number,
    JobId job,
    String requestId,
    String who,
    long wallMillis,
    List<Difference> differences)
    implements Hashed {
  /** One setting's old and new value. */
  public record Difference(Setting setting, long from, long to) {}

  /** Copies the list. */
  public SettingsChange {
    differences = List.copyOf(differences);
  }

  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("change").add(number).add(job.value()).add(requestId).add(who);
    hash.add(wallMillis).add(differences.size());
    for (Difference difference : differences) {
      hash.add(difference.setting().code()).add(difference.from()).add(difference.to());
    }
    return hash.end();
  }
}
