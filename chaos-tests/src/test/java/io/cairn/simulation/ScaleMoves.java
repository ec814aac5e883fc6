package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.Placement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What docs/state-machines.md says of rescaling and draining, counted and checked. */
@SuppressWarnings("ReferenceEquality") // values never change: the same one is an equal one
final class ScaleMoves {
  private enum Phase {
    NONE,
    WAITING,
    UNPROVEN
  }

  private static final Map<Phase, Set<Phase>> ALLOWED =
      Map.of(
          Phase.NONE, Set.of(Phase.WAITING, Phase.UNPROVEN),
          Phase.WAITING, Set.of(Phase.NONE, Phase.UNPROVEN),
          Phase.UNPROVEN, Set.of(Phase.NONE));

  private final World world;
  private final Map<JobId, JobGraph> before = new HashMap<>();

  ScaleMoves(World world) {
    this.world = world;
  }

  void observe(ClusterState before, ClusterState after, JobState old, JobState job) {
    if (old == null
        || old.savepoints() != job.savepoints()
        || !old.counters().lastCheckpoint().equals(job.counters().lastCheckpoint())) {
      graphs(job);
    }
    AttemptState attempt = job.attempt();
    AttemptState was = old == null ? null : old.attempt();
    if (attempt != null && (was == null || !was.number().equals(attempt.number()))) {
      placed(after, job, attempt);
    }
    if (old != null) {
      phase(old, job);
      requested(before, old, job);
    }
  }

  /** Whoever restores a checkpoint must know which task left what. */
  private static void graphs(JobState job) {
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      boolean needed =
          checkpoint.status().isUnfinished() || checkpoint.status() == CheckpointStatus.COMPLETED;
      Violation.unless(
          !needed || job.graphOf(checkpoint).taskCount() == checkpoint.taskCount(),
          "checkpoint %s has %d tasks, its graph %s",
          checkpoint.id(),
          checkpoint.taskCount(),
          job.graphOf(checkpoint).parallelism());
    }
  }

  private static void placed(ClusterState after, JobState job, AttemptState attempt) {
    Violation.unless(
        attempt.placement().size() == job.spec().graph().taskCount(),
        "attempt %s has %d places for %d tasks",
        attempt.number(),
        attempt.placement().size(),
        job.spec().graph().taskCount());
    for (Placement place : attempt.placement()) {
      AgentState agent = after.agent(place.agent());
      Violation.unless(
          agent.drain() == null, "attempt %s is placed on %s", attempt.number(), agent);
    }
  }

  private static Phase phase(JobState job) {
    return job.scale().wish() != null
        ? Phase.WAITING
        : job.scale().unproven() ? Phase.UNPROVEN : Phase.NONE;
  }

  private void phase(JobState old, JobState job) {
    Phase from = phase(old);
    Phase to = phase(job);
    JobGraph graph = job.spec().graph();
    if (from == to) {
      Violation.unless(graph.equals(old.spec().graph()), "%s is another graph", job.id());
      return;
    }
    boolean changed = !graph.equals(old.spec().graph());
    boolean back = from == Phase.UNPROVEN && changed;
    world.count("rescale " + from + "->" + to + (back ? ", taken back" : ""));
    world.trace("log", "job %s: rescale %s, %s", job.id(), to, graph.parallelism());
    Violation.unless(ALLOWED.get(from).contains(to), "rescale of %s: %s", job.id(), from);
    Violation.unless((to == Phase.UNPROVEN) == changed || back, "%s: %s to %s", job.id(), from, to);
    if (to == Phase.UNPROVEN) {
      before.put(job.id(), old.spec().graph());
    }
    Violation.unless(
        !back || graph.equals(before.get(job.id())),
        "%s gets %s back, and had %s",
        job.id(),
        graph.parallelism(),
        before.get(job.id()));
  }

  private static void requested(ClusterState before, JobState old, JobState job) {
    CheckpointId id = job.counters().lastCheckpoint();
    if (id.equals(old.counters().lastCheckpoint())) {
      return;
    }
    CheckpointKind kind = job.checkpoint(id).kind();
    boolean waiting = old.scale().wish() != null && old.status() == JobStatus.RUNNING;
    Violation.unless(
        waiting == (kind == CheckpointKind.RESCALE),
        "a %s checkpoint of %s, which %s",
        kind,
        job.id(),
        waiting ? "waits for a cut" : "is not to be rescaled");
    AttemptState attempt = old.attempt();
    Violation.unless(
        kind != CheckpointKind.RELOCATION || attempt.relocating() || isOnDraining(before, attempt),
        "a %s of %s, which is where it may be",
        kind,
        job.id());
  }

  static boolean isOnDraining(ClusterState state, AttemptState attempt) {
    return attempt.placement().stream()
        .anyMatch(place -> state.agent(place.agent()).drain() != null);
  }
}
