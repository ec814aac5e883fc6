package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Invariants.require;
import static io.cairn.coordinator.checkpoint.Invariants.same;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings change by a person's event alone, to the values it names, and history tells it for as
 * long as its bound allows. Remembers the changes of the whole walk. One per walk.
 */
final class SettingsInvariants {
  private final TreeMap<Long, SettingsChange> expected = new TreeMap<>();

  void check(ClusterState before, Event event, Outcome outcome, ClusterState after) {
    for (JobState job : after.jobs().values()) {
      JobState old = before.job(job.id());
      if (old == null) {
        require(
            job.schedule().equals(CheckpointSchedule.of(job.spec().policy())),
            "a new job has other settings than it was submitted with");
      } else if (!same(old.schedule(), job.schedule())
          && !old.schedule().settings().equals(job.schedule().settings())) {
        require(
            event instanceof Event.SettingsChanged change
                && change.job().equals(job.id())
                && outcome.isAccepted(),
            "settings changed without a person");
        checkChange((Event.SettingsChanged) event, old, job, after);
      }
      checkJitter(old, job, after);
    }
    checkHistory(before, after);
  }

  private void checkChange(
      Event.SettingsChanged event, JobState old, JobState job, ClusterState after) {
    SortedMap<Setting, Long> wanted = old.schedule().settings();
    wanted.putAll(event.values());
    require(wanted.equals(job.schedule().settings()), "settings are not what was asked for");
    SettingsChange told = after.settings().changes().get(after.settings().last());
    require(
        told != null
            && told.job().equals(job.id())
            && told.who().equals(event.who())
            && told.requestId().equals(event.requestId())
            && told.wallMillis() == event.wallMillis(),
        "history does not tell a change of settings");
    SortedMap<Setting, Long> back = job.schedule().settings();
    for (SettingsChange.Difference difference : told.differences()) {
      require(
          back.put(difference.setting(), difference.from()) == difference.to()
              && difference.from() != difference.to(),
          "history tells another change");
    }
    require(back.equals(old.schedule().settings()), "history lacks a part of a change");
    expected.put(told.number(), told);
  }

  /** The first periodic checkpoint waits for less than the jitter, and for nothing without one. */
  private static void checkJitter(@Nullable JobState old, JobState job, ClusterState after) {
    long notBefore = job.schedule().notBeforeElapsedMillis();
    if (old != null && old.schedule().notBeforeElapsedMillis() != notBefore) {
      long wait = notBefore - after.elapsedMillis();
      long jitter = job.policy().jitterMillis();
      require(notBefore == 0 || (wait >= 0 && wait < jitter), "waits longer than the jitter");
    }
  }

  private void checkHistory(ClusterState before, ClusterState after) {
    while (expected.size() > SettingsHistory.MAX_CHANGES) {
      expected.pollFirstEntry();
    }
    if (same(before.settings(), after.settings())) {
      return;
    }
    SettingsHistory told = after.settings();
    require(told.changes().size() <= SettingsHistory.MAX_CHANGES, "too many changes are kept");
    require(
        told.last() == (expected.isEmpty() ? 0 : expected.lastKey()), "changes are misnumbered");
    Map<Long, SettingsChange> kept = told.changes().entries();
    require(kept.equals(expected), "a change of settings was lost");
  }
}
