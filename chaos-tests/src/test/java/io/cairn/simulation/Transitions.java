package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.SnapshotPhase;
import io.cairn.coordinator.checkpoint.TaskProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Every transition in the log: counted, and checked against docs/state-machines.md. */
@SuppressWarnings("ReferenceEquality") // values never change: the same one is an equal one
final class Transitions {
  private static final Map<CheckpointStatus, Set<CheckpointStatus>> ALLOWED =
      Map.of(
          CheckpointStatus.REQUESTING,
          Set.of(CheckpointStatus.EXECUTING, CheckpointStatus.COMMITTING, CheckpointStatus.ABORTED),
          CheckpointStatus.EXECUTING,
          Set.of(CheckpointStatus.COMMITTING, CheckpointStatus.ABORTED),
          CheckpointStatus.COMMITTING,
          Set.of(CheckpointStatus.COMPLETED, CheckpointStatus.ABORTED),
          CheckpointStatus.COMPLETED,
          Set.of(CheckpointStatus.SUBSUMED),
          CheckpointStatus.SUBSUMED,
          Set.of(CheckpointStatus.DISCARDED),
          CheckpointStatus.ABORTED,
          Set.of(CheckpointStatus.DISCARDED),
          CheckpointStatus.DISCARDED,
          Set.of());

  private final World world;
  private final Faults faults;
  private final StoredFiles stored;
  private final Map<JobId, CheckpointId> newestId = new HashMap<>();
  private final Map<Long, Long> newestCompleted = new HashMap<>();
  private final SavepointMoves moves;
  private final ScaleMoves scales;
  private BiConsumer<JobState, CheckpointState> watcher = (job, checkpoint) -> {};

  Transitions(World world, Faults faults, StoredFiles stored) {
    this.world = world;
    this.faults = faults;
    this.stored = stored;
    this.moves = new SavepointMoves(world);
    this.scales = new ScaleMoves(world);
  }

  /** Told of each checkpoint that goes on, after the checks. */
  void watch(BiConsumer<JobState, CheckpointState> then) {
    watcher = then;
  }

  long newestCompleted(long job) {
    return newestCompleted.getOrDefault(job, 0L);
  }

  void observe(Event event, ClusterState before, ClusterState after) {
    moves.next(event, after);
    Violation.unless(
        after.wallMillis() >= before.wallMillis()
            && after.elapsedMillis() >= before.elapsedMillis(),
        "time ran backwards");
    if (before.agents() != after.agents()) {
      after.agents().values().forEach(agent -> observe(before.agent(agent.id()), agent));
    }
    if (before.jobs() != after.jobs()) {
      for (JobState job : after.jobs().values()) {
        JobState old = before.job(job.id());
        if (old != job) {
          observe(event, old, job);
          scales.observe(before, after, old, job);
        }
      }
    }
  }

  private void observe(AgentState old, AgentState agent) {
    if (old != agent) {
      boolean fresh = old != null && !old.incarnation().equals(agent.incarnation());
      String from = old == null ? "-" : old.status().toString();
      boolean drains = agent.drain() != null;
      if (drains != (old != null && old.drain() != null)) {
        world.count("agent " + agent.status() + (drains ? " drains" : " drains no more"));
      }
      world.count("agent " + from + "->" + agent.status() + (fresh ? "+" : ""));
      world.trace("log", "agent %s %s %s", agent.id(), agent.status(), agent.incarnation());
    }
  }

  private void observe(Event event, JobState old, JobState job) {
    if (old == null || old.status() != job.status()) {
      String from = old == null ? "-" : old.status().toString();
      world.count("job " + from + "->" + job.status());
      world.trace(
          "log",
          "job %s is %s, attempt %s %s",
          job.id(),
          job.status(),
          job.attemptNumber(),
          job.reason());
    }
    Violation.unless(
        job.status() != JobStatus.SALVAGING || !job.attempt().status().isLive(),
        "job %s is SALVAGING beside a live attempt",
        job.id());
    if (old == null) {
      moves.submitted(job);
    }
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      CheckpointState was = old == null ? null : old.checkpoint(checkpoint.id());
      if (was != null && was.salvage().isEmpty() && !checkpoint.salvage().isEmpty()) {
        world.count("salvage begins: " + event.getClass().getSimpleName());
        salvaged(checkpoint);
      }
      if (was != checkpoint && (was == null || was.status() != checkpoint.status())) {
        observe(event, job, was, checkpoint);
        watcher.accept(job, checkpoint);
      }
    }
    Restarts.observe(world, faults, event, old, job);
    PolicyMoves.observe(world, old, job, new CheckpointId(newestCompleted(job.id().value())));
    stored.condemned(job);
  }

  /** A cut with a hole could only keep the job waiting. */
  private static void salvaged(CheckpointState checkpoint) {
    for (int task = 0; task < checkpoint.taskCount(); task++) {
      TaskProgress row = checkpoint.tasks().get(task);
      Violation.unless(
          row != null && row.phase() != SnapshotPhase.STARTED,
          "checkpoint %s is to be salvaged, and task %d has no snapshot",
          checkpoint.id(),
          task);
    }
  }

  private void observe(Event event, JobState job, CheckpointState was, CheckpointState now) {
    CheckpointStatus to = now.status();
    world.trace("log", "checkpoint %s is %s %s", now.id(), to, now.abort());
    String reason = to == CheckpointStatus.ABORTED ? " " + now.abort() : "";
    world.count("checkpoint " + (was == null ? "-" : was.status()) + "->" + to + reason);
    if (was == null) {
      CheckpointId newest = newestId.getOrDefault(job.id(), SavepointMoves.idsBegin(job));
      Violation.unless(now.id().compareTo(newest) > 0, "checkpoint %s after %s", now.id(), newest);
      newestId.put(job.id(), now.id());
      return;
    }
    Violation.unless(
        ALLOWED.get(was.status()).contains(to),
        "checkpoint %s: %s to %s",
        now.id(),
        was.status(),
        to);
    moves.moved(job, now);
    if (to == CheckpointStatus.COMMITTING) {
      for (int task = 0; task < now.taskCount(); task++) {
        Violation.unless(
            now.isAcked(task), "checkpoint %s is COMMITTING without task %d", now.id(), task);
      }
    } else if (to == CheckpointStatus.COMPLETED) {
      if (now.kind() != CheckpointKind.SAVEPOINT) {
        newestCompleted.put(job.id().value(), now.id().value());
      }
      stored.completed(job, now);
      if (!now.salvage().isEmpty()) {
        world.count("checkpoint salvaged");
      }
    } else if (to == CheckpointStatus.ABORTED) {
      Restarts.aborted(faults, event, job, now);
      Restarts.givenUp(event, was, now);
    }
  }
}
