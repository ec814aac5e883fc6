package io.cairn.coordinator.checkpoint;

/** A job is submitted. */
final class SubmitRules {
  /** Most jobs in the state, ended ones included. */
  static final int MAX_JOBS = 1_000;

  private SubmitRules() {}

  static Verdict submit(ClusterState state, Event.SubmitJob event) {
    JobState sameName = state.jobNamed(event.spec().name());
    if (sameName != null && !sameName.status().isEnded()) {
      return Verdict.rejected(
          state,
          Outcome.Code.CONFLICT,
          sameName.id() + " is called " + event.spec().name() + " and has not ended");
    }
    ClusterState room = makeRoom(state);
    if (room.jobs().size() >= MAX_JOBS) {
      return Verdict.rejected(
          state,
          Outcome.Code.LIMIT,
          "the cluster has " + MAX_JOBS + " jobs; end one of them first");
    }
    JobId id = new JobId(room.lastJob() + 1);
    return Verdict.accepted(
        room.withLastJob(id).with(JobState.submitted(id, event.spec())), id.value());
  }

  /** Forgets the oldest ended job without files to delete, when the cluster is full. */
  private static ClusterState makeRoom(ClusterState state) {
    if (state.jobs().size() < MAX_JOBS) {
      return state;
    }
    for (JobState job : state.jobs().values()) {
      if (job.status().isEnded() && job.files().condemned().size() == 0) {
        History history = state.history();
        for (CheckpointState checkpoint : job.checkpoints().values()) {
          history = history.minus(History.Entry.of(job.id(), checkpoint));
        }
        return state.withJobs(state.jobs().minus(job.id())).withHistory(history);
      }
    }
    return state;
  }
}
