package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/** A checkpoint is requested, reported on, or given up. */
final class CheckpointRules {
  /** Most undecided checkpoints of a job: one at work, and a few asked for by people on top. */
  static final int MAX_UNFINISHED = 4;

  private CheckpointRules() {}

  static Verdict request(ClusterState state, Event.CheckpointRequest event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    AttemptState attempt = job.attempt();
    String obstacle = obstacle(job, event.kind());
    if (attempt == null || obstacle != null) {
      return Verdict.rejected(
          state, Outcome.Code.CONFLICT, obstacle == null ? "no attempt yet" : obstacle);
    }
    CheckpointId id = job.counters().lastCheckpoint().next();
    CheckpointState requested =
        new CheckpointState(
            id,
            event.kind(),
            attempt.number(),
            job.newestCompleted(),
            state.elapsedMillis(),
            state.wallMillis(),
            job.spec().graph().taskCount(),
            new CounterFloors(state.lastJob(), state.lastIncarnation()),
            CheckpointStatus.REQUESTING,
            0,
            null,
            "",
            CheckpointTally.ZERO,
            HashedMap.empty(),
            SegmentSet.EMPTY,
            MetadataStamp.NONE);
    JobState next = job.withCounters(job.counters().withLastCheckpoint(id)).with(requested);
    return Verdict.accepted(state.with(next), id.value());
  }

  private static @Nullable String obstacle(JobState job, CheckpointKind kind) {
    JobStatus needed = kind == CheckpointKind.FINAL ? JobStatus.STOPPING : JobStatus.RUNNING;
    if (job.status() != needed) {
      return "a " + kind + " checkpoint needs the job " + needed + ", it is " + job.status();
    }
    if (kind == CheckpointKind.FINAL
        && job.attempt() != null
        && !job.attempt().finalCompleted().isNone()) {
      return "the attempt has a completed FINAL checkpoint";
    }
    int open = 0;
    for (CheckpointState other : job.unfinished()) {
      open++;
      if (kind == CheckpointKind.PERIODIC || kind == other.kind()) {
        return "checkpoint " + other.id() + " is in progress";
      }
    }
    return open >= MAX_UNFINISHED ? "already " + open + " checkpoints are in progress" : null;
  }

  /** STARTED, LOCAL or DECLINED of a task. */
  static Verdict report(ClusterState state, Event.TaskStatusUpdate event) {
    JobState job = state.job(event.job());
    CheckpointState open = job == null ? null : job.checkpoint(event.checkpoint());
    if (job == null || open == null) {
      return Verdict.ignored(state, "no such checkpoint");
    }
    String foreign = foreign(open, event.attempt(), event.task());
    if (foreign != null) {
      return Verdict.ignored(state, foreign);
    }
    if (event.phase() == TaskPhase.DECLINED) {
      String detail = job.spec().graph().taskName(event.task()) + ": " + event.reason();
      return Verdict.accepted(
          Ending.abort(state, job.id(), open.id(), AbortReason.DECLINED, detail));
    }
    TaskProgress known = open.tasks().get(event.task());
    boolean local = event.phase() == TaskPhase.LOCAL;
    if (known != null && (!local || known.phase() != SnapshotPhase.STARTED)) {
      return Verdict.ignored(state, "reported already");
    }
    CheckpointTally tally = known == null ? open.tally().plusReported() : open.tally();
    TaskProgress row =
        new TaskProgress(
            event.task(),
            local ? SnapshotPhase.LOCAL : SnapshotPhase.STARTED,
            local,
            null,
            SnapshotStats.NONE);
    CheckpointState next =
        open.withProgress(
            CheckpointStatus.EXECUTING, local ? tally.plusLocal() : tally, row, open.segments());
    return Verdict.accepted(state.with(job.with(next)));
  }

  /** Why a task's word on a checkpoint does not count; null when it does. */
  static @Nullable String foreign(CheckpointState checkpoint, Attempt attempt, int task) {
    if (!checkpoint.attempt().equals(attempt)) {
      return "checkpoint " + checkpoint.id() + " belongs to attempt " + checkpoint.attempt();
    }
    if (task < 0 || task >= checkpoint.taskCount()) {
      return "no task " + task;
    }
    return checkpoint.status().wantsAcks()
        ? null
        : "checkpoint " + checkpoint.id() + " is " + checkpoint.status();
  }

  /** The leader or a person gives a checkpoint up; budgets are checked by the cluster's time. */
  static Verdict abort(ClusterState state, Event.AbortCheckpoint event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    CheckpointState open = job.checkpoint(event.checkpoint());
    if (open == null || !open.status().isUnfinished()) {
      return Verdict.ignored(state, "checkpoint " + event.checkpoint() + " is not in progress");
    }
    boolean due = state.elapsedMillis() >= open.deadlineElapsedMillis(job.spec().policy());
    Verdict refusal = refuseAbort(state, open, event.reason(), due);
    if (refusal != null) {
      return refusal;
    }
    ClusterState aborted = Ending.abort(state, job.id(), open.id(), event.reason(), event.detail());
    return Verdict.accepted(JobRules.giveUpIfExhausted(aborted, job.id()));
  }

  private static @Nullable Verdict refuseAbort(
      ClusterState state, CheckpointState open, AbortReason reason, boolean due) {
    return switch (reason) {
      case PERSON -> null;
      case TIMEOUT -> due ? null : Verdict.ignored(state, "its budget is not used up");
      case METADATA_FAILED ->
          due && open.status() == CheckpointStatus.COMMITTING
              ? null
              : Verdict.ignored(state, "its metadata may still be written");
      case DECLINED, NEWER_ATTEMPT, NEWER_COMPLETION, TASK_LOST, JOB_ENDED ->
          Verdict.rejected(state, Outcome.Code.INVALID, reason + " is not for proposers to say");
    };
  }
}
