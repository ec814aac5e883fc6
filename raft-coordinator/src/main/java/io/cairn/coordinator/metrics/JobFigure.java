package io.cairn.coordinator.metrics;

import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.SlowestParts;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * A figure of a job. Names, units (milliseconds, bytes) and the -1 for "none yet" are Flink's where
 * Flink has the same figure.
 */
record JobFigure(String shown, String what, ToDoubleBiFunction<ClusterState, JobState> value) {
  /** All of them. */
  static final List<JobFigure> ALL =
      List.of(
          of("numberOfCompletedCheckpoints", "Checkpoints COMPLETED", job -> counts(job, 0)),
          of("numberOfFailedCheckpoints", "Checkpoints ABORTED", job -> counts(job, 1)),
          of("numberOfInProgressCheckpoints", "Unfinished ones", job -> job.unfinished().size()),
          of("totalNumberOfCheckpoints", "Checkpoints requested", job -> counts(job, 2)),
          of("lastCompletedCheckpointId", "Newest COMPLETED", ofLast(c -> c.id().value())),
          of(
              "lastCheckpointDuration",
              "Of the newest COMPLETED, from request to end, in milliseconds",
              ofLast(CheckpointState::durationMillis)),
          of(
              "lastCheckpointSize",
              "What the newest COMPLETED has uploaded, in bytes",
              ofLast(checkpoint -> checkpoint.tally().uploadedBytes())),
          of(
              "lastCheckpointFullSize",
              "All that the newest COMPLETED refers to, in bytes",
              ofLast(checkpoint -> checkpoint.tally().stateBytes())),
          of(
              "lastCheckpointAlignment",
              "Longest alignment of a task in the newest COMPLETED, in milliseconds",
              ofLast(checkpoint -> slowest(checkpoint).alignMillis())),
          of(
              "lastCheckpointSync",
              "Longest local stage of a task in the newest COMPLETED, in milliseconds",
              ofLast(checkpoint -> slowest(checkpoint).localMillis())),
          of(
              "lastCheckpointAsync",
              "Longest upload of a task in the newest COMPLETED, in milliseconds",
              ofLast(checkpoint -> slowest(checkpoint).uploadMillis())),
          of(
              "lastCheckpointTimestamp",
              "When the newest COMPLETED was requested, in milliseconds since 1970",
              ofLast(CheckpointState::requestedWallMillis)),
          of(
              "lastCheckpointRestoreTimestamp",
              "When an attempt last began from a checkpoint, in milliseconds since 1970",
              job ->
                  job.counters().restores().count() == 0
                      ? -1
                      : job.counters().restores().lastWallMillis()),
          of(
              "numberOfRestoredCheckpoints",
              "Attempts that began from a checkpoint",
              job -> job.counters().restores().count()),
          of("numRestarts", "Attempts that failed", job -> job.counters().restarts()),
          of("numberOfRetainedCheckpoints", "Kept for a restore", job -> job.retained().size()),
          of("attempt", "Number of the newest attempt", job -> job.attemptNumber().value()),
          of("tasks", "Tasks of the job", job -> job.spec().graph().taskCount()),
          of("runningTasks", "Tasks that have reported RUNNING", JobFigure::runningTasks),
          new JobFigure(
              "oldestInProgressCheckpointAge", "In milliseconds; -1: none", JobFigure::oldestAge),
          of("pendingAcks", "Acks that unfinished ones wait for", JobFigure::pendingAcks));

  private static JobFigure of(String shown, String what, Function<JobState, Number> value) {
    return new JobFigure(shown, what, (state, job) -> value.apply(job).doubleValue());
  }

  /** As a meter. */
  String meter() {
    return "cairn.job." + shown;
  }

  double in(ClusterState state, JobState job) {
    return value.applyAsDouble(state, job);
  }

  /** Completed, aborted, requested. */
  private static Number counts(JobState job, int which) {
    return switch (which) {
      case 0 -> job.counters().completed();
      case 1 -> job.counters().aborted();
      default -> job.counters().lastCheckpoint().value();
    };
  }

  private static Function<JobState, Number> ofLast(Function<CheckpointState, Number> figure) {
    return job -> {
      CheckpointState last = job.checkpoint(job.newestCompleted());
      return last == null ? -1 : figure.apply(last);
    };
  }

  private static SlowestParts slowest(CheckpointState checkpoint) {
    return checkpoint.tally().slowest();
  }

  private static Number runningTasks(JobState job) {
    AttemptState attempt = job.attempt();
    return attempt != null && attempt.status().isLive() ? attempt.running() : 0;
  }

  private static double oldestAge(ClusterState state, JobState job) {
    List<CheckpointState> open = job.unfinished();
    return open.isEmpty() ? -1 : state.elapsedMillis() - open.get(0).requestedElapsedMillis();
  }

  private static Number pendingAcks(JobState job) {
    int pending = 0;
    for (CheckpointState open : job.unfinished()) {
      pending += open.taskCount() - open.acks();
    }
    return pending;
  }
}
