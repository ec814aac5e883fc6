package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Savepoints: how many there may be and what they are called, the one that a job stops with, the
 * end of one that happens beside the others, and deletion by a person.
 */
final class SavepointRules {
  /** Most savepoints of a job that have files. */
  static final int MAX_PER_JOB = 50;

  /**
   * Most task rows of all savepoints that have files, 300 bytes each with its handle: 150 MB. A
   * checkpoint's rows go with its age, a savepoint's stay, for they are how it is restored.
   */
  static final int MAX_ROWS = 500_000;

  private SavepointRules() {}

  /** The savepoint of that name which is in progress or kept; null when there is none. */
  static @Nullable CheckpointState named(JobState job, String name) {
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      SavepointInfo info = checkpoint.savepoint();
      if (info != null && info.name().equals(name) && isKept(checkpoint)) {
        return checkpoint;
      }
    }
    return null;
  }

  /** Whether files of a savepoint may exist. */
  static boolean hasFiles(CheckpointState checkpoint) {
    return checkpoint.kind().isSavepoint() && checkpoint.status() != CheckpointStatus.DISCARDED;
  }

  private static boolean isKept(CheckpointState checkpoint) {
    return checkpoint.status().isUnfinished() || checkpoint.status() == CheckpointStatus.COMPLETED;
  }

  /** Why no further savepoint may be asked for under this name; null when it may. */
  static @Nullable Verdict refuse(ClusterState state, JobState job, String name) {
    if (SavepointName.isReserved(name)) {
      return Verdict.rejected(
          state,
          Outcome.Code.INVALID,
          "names like " + name + " are given to savepoints without one; choose another");
    }
    JobSavepoints.Stop stop = job.savepoints().stop();
    if (!name.isEmpty()
        && (named(job, name) != null || (stop != null && stop.name().equals(name)))) {
      return Verdict.rejected(
          state,
          Outcome.Code.CONFLICT,
          job.id() + " has a savepoint " + name + "; delete it or choose another name");
    }
    int ofJob = stop == null ? 0 : 1;
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      ofJob += hasFiles(checkpoint) ? 1 : 0;
    }
    if (ofJob >= MAX_PER_JOB) {
      return Verdict.rejected(
          state,
          Outcome.Code.LIMIT,
          job.id() + " has " + ofJob + " savepoints, the most there can be; delete one first");
    }
    long rows = rows(state) + job.spec().graph().taskCount();
    return rows <= MAX_ROWS
        ? null
        : Verdict.rejected(
            state,
            Outcome.Code.LIMIT,
            "the cluster's savepoints would have "
                + rows
                + " tasks, at most "
                + MAX_ROWS
                + " are kept; delete one first");
  }

  private static long rows(ClusterState state) {
    long rows = 0;
    for (JobState job : state.jobs().values()) {
      for (CheckpointState checkpoint : job.checkpoints().values()) {
        rows += hasFiles(checkpoint) ? checkpoint.taskCount() : 0;
      }
    }
    return rows;
  }

  /** What the new checkpoint is called; null when it is no savepoint. */
  static @Nullable SavepointInfo info(
      JobState job, Event.CheckpointRequest event, CheckpointId id) {
    if (event.kind() == CheckpointKind.SAVEPOINT) {
      return info(event.name(), event.who(), id);
    }
    JobSavepoints.Stop stop = job.savepoints().stop();
    return event.kind() == CheckpointKind.FINAL_SAVEPOINT && stop != null
        ? info(stop.name(), stop.who(), id)
        : null;
  }

  private static SavepointInfo info(String name, String who, CheckpointId id) {
    return new SavepointInfo(name.isEmpty() ? SavepointName.of(id) : name, who, "");
  }

  /** The job is to stop with a savepoint: nothing but that is taken from now on. */
  static Verdict stop(ClusterState state, JobState job, Event.StopJob event) {
    JobSavepoints.Stop wanted = new JobSavepoints.Stop(event.name(), event.who());
    JobSavepoints.Stop known = job.savepoints().stop();
    if (known != null && known.name().equals(wanted.name())) {
      return Verdict.accepted(state);
    }
    String obstacle = obstacle(job, known);
    if (obstacle != null) {
      return Verdict.rejected(state, Outcome.Code.CONFLICT, obstacle);
    }
    Verdict refusal = refuse(state, job, event.name());
    if (refusal != null) {
      return refusal;
    }
    JobState told = job.withSavepoints(job.savepoints().withStop(wanted));
    return Verdict.accepted(
        state.with(
            told.status() == JobStatus.RUNNING ? told.withStatus(JobStatus.STOPPING) : told));
  }

  private static @Nullable String obstacle(JobState job, JobSavepoints.@Nullable Stop known) {
    if (known != null) {
      return job.id() + " is stopping with a savepoint already";
    }
    if (job.scale().wish() != null) {
      return job.id() + " is being rescaled; wait until it is RUNNING";
    }
    CheckpointState newest = job.checkpoint(job.newestCompleted());
    boolean ending =
        job.draining()
            || job.status() == JobStatus.STOPPING
            || (newest != null && newest.kind() == CheckpointKind.FINAL);
    return ending ? job.id() + " is ending its input already, and finishes by itself" : null;
  }

  /**
   * A SAVEPOINT is COMPLETED. It happens beside the others: nothing is subsumed, aborted or
   * committed by it, and the job's progress is what it was.
   */
  static Verdict completed(ClusterState state, JobState job, CheckpointState completed) {
    JobState next = job.with(completed).withCounters(job.counters().plusCompleted());
    return Verdict.accepted(JobRules.giveUpIfExhausted(state.with(next), job.id()));
  }

  /** A person does not want it any more: it is condemned, its metadata first. */
  static Verdict delete(ClusterState state, Event.SavepointDeleted event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    CheckpointState savepoint = named(job, event.name());
    SavepointInfo info = savepoint == null ? null : savepoint.savepoint();
    if (savepoint == null || info == null) {
      return Verdict.rejected(
          state, Outcome.Code.NOT_FOUND, job.id() + " has no savepoint " + event.name());
    }
    String use = inUse(state, job, savepoint);
    if (use != null) {
      return Verdict.rejected(
          state, Outcome.Code.CONFLICT, "savepoint " + event.name() + " " + use);
    }
    CheckpointState condemned =
        savepoint.withStatus(CheckpointStatus.SUBSUMED).withSavepoint(info.deletedBy(event.who()));
    return Verdict.accepted(
        Ending.remember(state.with(job.with(condemned)), job.id(), condemned),
        savepoint.id().value());
  }

  private static @Nullable String inUse(
      ClusterState state, JobState job, CheckpointState savepoint) {
    if (savepoint.status().isUnfinished()) {
      return "is in progress; abort checkpoint " + savepoint.id() + " instead";
    }
    if (!job.status().isEnded() && savepoint.id().equals(job.newestCompleted())) {
      return "is what " + job.id() + " ends with, and " + job.id() + " has not ended";
    }
    JobState user = RestoreRules.user(state, job.id(), savepoint.id());
    return user == null
        ? null
        : "is what " + user.id() + " restores from until it has a completed checkpoint of its own";
  }
}
