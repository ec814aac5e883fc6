package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointSchedule;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.JobState;

/** What the tables of docs/state-machines.md say on attempts and policies, counted and checked. */
@SuppressWarnings("ReferenceEquality") // values never change: the same one is an equal one
final class PolicyMoves {
  private PolicyMoves() {}

  static void observe(World world, JobState old, JobState job, CheckpointId newest) {
    if (old != null) {
      mode(world, old, job);
      request(world, old, job);
    }
    attempt(world, old == null ? null : old.attempt(), job, newest);
  }

  private static void mode(World world, JobState old, JobState job) {
    CheckpointSchedule.Mode from = old.schedule().mode();
    CheckpointSchedule.Mode to = job.schedule().mode();
    if (from != to) {
      world.count("checkpointing " + from + "->" + to);
    }
  }

  private static void request(World world, JobState old, JobState job) {
    CheckpointId id = job.counters().lastCheckpoint();
    if (id.equals(old.counters().lastCheckpoint())) {
      return;
    }
    CheckpointState requested = job.checkpoint(id);
    int others = job.unfinished().size() - 1;
    world.count("request " + requested.kind() + (others == 0 ? " alone" : " beside others"));
    if (requested.kind() == CheckpointKind.PERIODIC) {
      long progress =
          old.unfinished().stream().filter(c -> c.kind() != CheckpointKind.SAVEPOINT).count();
      Violation.unless(
          Jobs.isOn(old), "a periodic checkpoint while they are %s", old.schedule().mode());
      Violation.unless(
          progress < old.policy().concurrency(), "checkpoint %s beside %d others", id, progress);
    }
  }

  private static void attempt(World world, AttemptState was, JobState job, CheckpointId newest) {
    AttemptState now = job.attempt();
    if (now == null || now == was) {
      return;
    }
    boolean fresh = was == null || !was.number().equals(now.number());
    if (fresh) {
      Violation.unless(
          now.restoreFrom().equals(newest),
          "attempt %s restores checkpoint %s, and %s is the newest",
          now.number(),
          now.restoreFrom(),
          newest);
    }
    if (fresh || was.status() != now.status()) {
      world.count("attempt " + (fresh ? "-" : was.status()) + "->" + now.status());
    }
    if (!fresh && was.checkpointFailures() != now.checkpointFailures()) {
      world.count("failures " + (now.checkpointFailures() == 0 ? "forgotten" : "counted"));
    }
  }
}
