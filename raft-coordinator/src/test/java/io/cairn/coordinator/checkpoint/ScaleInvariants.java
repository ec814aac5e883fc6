package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Invariants.require;
import static io.cairn.coordinator.checkpoint.Invariants.same;

import org.jspecify.annotations.Nullable;

/** A graph changes only while nothing runs, and each checkpoint keeps the one it was taken with. */
final class ScaleInvariants {
  private ScaleInvariants() {}

  /** What one event did to one job. */
  static void check(@Nullable JobState old, JobState job) {
    JobGraph graph = job.spec().graph();
    boolean scaled =
        old != null && !(same(old.scale(), job.scale()) && same(old.spec(), job.spec()));
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      boolean fresh = old == null || !old.checkpoints().contains(checkpoint.id());
      require(
          !(scaled || fresh) || job.graphOf(checkpoint).taskCount() == checkpoint.taskCount(),
          "checkpoint " + checkpoint.id() + " has lost its graph");
    }
    AttemptState attempt = job.attempt();
    if (attempt != null && attempt.status().isLive()) {
      require(attempt.placement().size() == graph.taskCount(), "tasks without a place");
      require(
          old == null
              || old.attempt() == null
              || old.spec().graph().equals(graph)
              || isNew(old, job),
          "the graph of a live attempt was changed");
    }
    boolean waits = job.scale().wish() != null;
    boolean moved = attempt != null && attempt.status() == AttemptStatus.ENDED;
    require(
        !waits
            || job.status() == JobStatus.DEPLOYING
            || job.status() == JobStatus.RUNNING
            || job.status() == JobStatus.SALVAGING
            || (job.status() == JobStatus.RESTARTING && moved),
        "a job that is " + job.status() + " waits for a cut");
    require(
        !job.scale().unproven() || job.status() != JobStatus.RUNNING,
        "a parallelism with which every task runs is unproven");
    if (old != null && !old.spec().graph().equals(graph)) {
      require(
          job.spec().withGraph(old.spec().graph()).equals(old.spec()),
          "more than the graph was changed");
    }
  }

  private static boolean isNew(JobState old, JobState job) {
    return !old.attemptNumber().equals(job.attemptNumber());
  }
}
