package io.cairn.coordinator.checkpoint;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A job is submitted. */
final class SubmitRules {
  /** Most jobs in the state, ended ones included. */
  static final int MAX_JOBS = 1_000;

  private SubmitRules() {}

  static Verdict submit(ClusterState state, Event.SubmitJob event) {
    Verdict taken = nameTaken(state, event.spec().name());
    if (taken != null) {
      return taken;
    }
    RestoreRules.Resolved from = restore(state, event);
    if (from != null && from.isRefused()) {
      return Verdict.rejected(state, from.code(), from.why());
    }
    ClusterState room = makeRoom(state);
    if (room.jobs().size() >= MAX_JOBS) {
      return full(state);
    }
    JobId id = new JobId(room.lastJob() + 1);
    JobState submitted = JobState.submitted(id, event.spec());
    return Verdict.accepted(
        room.withLastJob(id)
            .with(
                from == null || from.origin() == null
                    ? submitted
                    : begun(room, submitted, from.origin())),
        id.value());
  }

  /** The refusal when a job of this name has not ended; else null. */
  static @Nullable Verdict nameTaken(ClusterState state, String name) {
    JobState sameName = state.jobNamed(name);
    return sameName == null || sameName.status().isEnded()
        ? null
        : Verdict.rejected(
            state,
            Outcome.Code.CONFLICT,
            sameName.id() + " is called " + name + " and has not ended");
  }

  static Verdict full(ClusterState state) {
    return Verdict.rejected(
        state,
        Outcome.Code.LIMIT,
        "the cluster has "
            + MAX_JOBS
            + " jobs that have not ended or have savepoints; end one of them, or delete its"
            + " savepoints, first");
  }

  private static RestoreRules.@Nullable Resolved restore(
      ClusterState state, Event.SubmitJob event) {
    RestoreWish wish = event.restore();
    return wish == null ? null : RestoreRules.resolve(state, event.spec(), wish);
  }

  /** Its ids are above those of the job that took the cut: what user code saw only grows. */
  private static JobState begun(ClusterState state, JobState submitted, RestoreOrigin origin) {
    CheckpointState savepoint =
        Objects.requireNonNull(Ending.job(state, origin.job()).checkpoint(origin.savepoint()));
    return submitted
        .withSavepoints(new JobSavepoints(null, origin))
        .withCounters(
            submitted
                .counters()
                .withLastCheckpoint(savepoint.id())
                .withLastAttempt(savepoint.attempt()));
  }

  /**
   * Forgets the oldest ended job without savepoints and without files to delete, when the cluster
   * is full.
   */
  static ClusterState makeRoom(ClusterState state) {
    if (state.jobs().size() < MAX_JOBS) {
      return state;
    }
    for (JobState job : state.jobs().values()) {
      if (job.status().isEnded()
          && job.files().condemned().size() == 0
          && !hasSavepoints(job)
          && !RestoreRules.isOrigin(state, job.id())) {
        History history = state.history();
        for (CheckpointState checkpoint : job.checkpoints().values()) {
          history = history.minus(History.Entry.of(job.id(), checkpoint));
        }
        return state.withJobs(state.jobs().minus(job.id())).withHistory(history);
      }
    }
    return state;
  }

  private static boolean hasSavepoints(JobState job) {
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      if (SavepointRules.hasFiles(checkpoint)) {
        return true;
      }
    }
    return false;
  }
}
