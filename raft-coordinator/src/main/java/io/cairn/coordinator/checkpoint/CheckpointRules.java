package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/** A checkpoint is requested or reported on. */
final class CheckpointRules {
  /**
   * Most undecided checkpoints of a job: those of the policy, a MANUAL and a FINAL one; besides
   * them one SAVEPOINT.
   */
  static final int MAX_UNFINISHED = CheckpointPolicy.MAX_CONCURRENT + 2;

  private CheckpointRules() {}

  static Verdict request(ClusterState state, Event.CheckpointRequest event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    AttemptState attempt = job.attempt();
    String obstacle = obstacle(state, job, event.kind());
    if (attempt == null || obstacle != null) {
      return Verdict.rejected(
          state, Outcome.Code.CONFLICT, obstacle == null ? "no attempt yet" : obstacle);
    }
    if (event.kind() == CheckpointKind.SAVEPOINT) {
      Verdict refusal = SavepointRules.refuse(state, job, event.name());
      if (refusal != null) {
        return refusal;
      }
    }
    CheckpointId id = job.counters().lastCheckpoint().next();
    CheckpointState requested =
        new CheckpointState(
            id,
            event.kind(),
            attempt.number(),
            event.full() || event.kind().isSavepoint() ? CheckpointId.NONE : base(job),
            state.elapsedMillis(),
            state.wallMillis(),
            job.spec().graph().taskCount(),
            new CounterFloors(state.lastJob(), state.lastIncarnation()),
            CheckpointStatus.REQUESTING,
            0,
            null,
            CheckpointTally.ZERO,
            TaskRows.empty(),
            SegmentSet.EMPTY,
            MetadataStamp.NONE,
            SavepointRules.info(job, event, id),
            "");
    JobState next =
        DrainRules.requested(job, event.kind())
            .withCounters(job.counters().withLastCheckpoint(id))
            .with(requested);
    return Verdict.accepted(state.with(next), id.value());
  }

  /** A savepoint's files are its own: they are deleted when a person says so. */
  private static CheckpointId base(JobState job) {
    CheckpointState newest = job.checkpoint(job.newestCompleted());
    return newest != null && newest.kind().isSavepoint()
        ? CheckpointId.NONE
        : job.newestCompleted();
  }

  private static @Nullable String obstacle(ClusterState state, JobState job, CheckpointKind kind) {
    JobStatus needed = kind.endsJob() ? JobStatus.STOPPING : JobStatus.RUNNING;
    if (job.status() != needed) {
      return "a " + kind + " checkpoint needs the job " + needed + ", it is " + job.status();
    }
    String drain = DrainRules.obstacle(state, job, kind);
    if (drain != null) {
      return drain;
    }
    boolean stops = job.savepoints().stop() != null;
    if (kind.endsJob() && stops != (kind == CheckpointKind.FINAL_SAVEPOINT)) {
      return stops ? "the job stops with a savepoint" : "nobody wants the job to stop with one";
    }
    if (kind.endsJob() && job.attempt() != null && !job.attempt().finalCompleted().isNone()) {
      return "the attempt has a completed " + kind + " checkpoint";
    }
    boolean cutIsDue = job.scale().wish() != null;
    if (!kind.endsJob() && cutIsDue != (kind == CheckpointKind.RESCALE)) {
      return cutIsDue ? "the job is being rescaled" : "nobody wants the job to be rescaled";
    }
    int open = job.unfinishedProgress();
    if (kind == CheckpointKind.PERIODIC) {
      return periodicObstacle(job.schedule(), open);
    }
    for (CheckpointState other : job.unfinished()) {
      if (kind == other.kind()) {
        return "checkpoint " + other.id() + " is in progress";
      }
    }
    return kind.isProgress() && open >= MAX_UNFINISHED ? inProgress(open) : null;
  }

  private static @Nullable String periodicObstacle(CheckpointSchedule schedule, int open) {
    if (schedule.mode() != CheckpointSchedule.Mode.ON) {
      return "periodic checkpoints are " + schedule.mode();
    }
    return open >= schedule.policy().concurrency() ? inProgress(open) : null;
  }

  private static String inProgress(int open) {
    return open + (open == 1 ? " checkpoint is" : " checkpoints are") + " in progress";
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
      AbortCause cause = AbortCause.of(AbortReason.DECLINED, detail, event.task());
      ClusterState aborted = Ending.abort(state, job.id(), open.id(), cause);
      ClusterState counted = FailureRules.count(aborted, job.id(), open, cause);
      ClusterState uncut = RescaleRules.uncut(counted, job.id(), open, cause);
      return Verdict.accepted(SalvageRules.settle(uncut, job.id()));
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
            SnapshotStats.NONE,
            state.wallMillis());
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
}
