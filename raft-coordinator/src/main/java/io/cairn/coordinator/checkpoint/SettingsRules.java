package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A person changes the settings of a job's checkpoints, or pauses or resumes them. */
final class SettingsRules {
  private SettingsRules() {}

  static Verdict change(ClusterState state, Event.SettingsChanged event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    if (job.status().isEnded()) {
      return Verdict.rejected(
          state, Outcome.Code.CONFLICT, job.id() + " has ended: " + job.status());
    }
    if (event.who().isEmpty() || event.values().isEmpty()) {
      return Verdict.rejected(
          state, Outcome.Code.INVALID, "a change of settings names who and at least one setting");
    }
    try {
      return change(state, job, event, job.schedule().with(event.values()));
    } catch (IllegalArgumentException outOfRange) {
      return Verdict.rejected(state, Outcome.Code.INVALID, String.valueOf(outOfRange.getMessage()));
    }
  }

  /** Fewer may be retained from now on, and fewer restarts allowed: both take effect at once. */
  private static Verdict change(
      ClusterState state, JobState job, Event.SettingsChanged event, CheckpointSchedule wanted) {
    List<SettingsChange.Difference> differences = differences(job.schedule(), wanted);
    if (differences.isEmpty()) {
      return Verdict.accepted(state);
    }
    boolean begins =
        job.schedule().mode() != CheckpointSchedule.Mode.ON
            && wanted.mode() == CheckpointSchedule.Mode.ON;
    CheckpointSchedule now =
        begins ? wanted.begun(state.elapsedMillis(), job.id(), job.attemptNumber()) : wanted;
    SettingsChange change =
        new SettingsChange(
            state.settings().last() + 1,
            job.id(),
            event.requestId(),
            event.who(),
            event.wallMillis(),
            differences);
    ClusterState next =
        state.with(job.withSchedule(now)).withSettings(state.settings().plus(change));
    next = Retention.subsume(next, job.id());
    return Verdict.accepted(JobRules.giveUpIfExhausted(next, job.id()), change.number());
  }

  private static List<SettingsChange.Difference> differences(
      CheckpointSchedule before, CheckpointSchedule after) {
    SortedMap<Setting, Long> old = before.settings();
    List<SettingsChange.Difference> differences = new ArrayList<>();
    for (Map.Entry<Setting, Long> entry : after.settings().entrySet()) {
      long from = old.getOrDefault(entry.getKey(), 0L);
      if (from != entry.getValue()) {
        differences.add(new SettingsChange.Difference(entry.getKey(), from, entry.getValue()));
      }
    }
    return differences;
  }
}
