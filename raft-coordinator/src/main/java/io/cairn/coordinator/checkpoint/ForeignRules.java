package io.cairn.coordinator.checkpoint;

/** A job goes on from a checkpoint of another cluster. */
final class ForeignRules {
  private ForeignRules() {}

  /**
   * The job's id, and those of its checkpoints and attempts, are above all that the checkpoint
   * knows of the other cluster: nothing that is left of it can be taken for this job's.
   */
  static Verdict restore(ClusterState state, RestoreJob event) {
    ForeignCheckpoint from = event.from();
    if (from.handles().size() != event.spec().graph().taskCount()) {
      return Verdict.rejected(
          state,
          Outcome.Code.INVALID,
          "the checkpoint has "
              + from.handles().size()
              + " handles for "
              + event.spec().graph().taskCount()
              + " tasks");
    }
    Verdict taken = SubmitRules.nameTaken(state, event.spec().name());
    if (taken != null) {
      return taken;
    }
    for (JobState job : state.jobs().values()) {
      ForeignCheckpoint other = job.savepoints().foreign();
      if (other != null && isSameJob(other, from) && !job.status().isEnded()) {
        return Verdict.rejected(
            state,
            Outcome.Code.CONFLICT,
            job.id()
                + " was restored from checkpoint "
                + other.checkpoint()
                + " of the same job and has not ended; two of them would do everything twice");
      }
    }
    ClusterState room = SubmitRules.makeRoom(state);
    if (room.jobs().size() >= SubmitRules.MAX_JOBS) {
      return SubmitRules.full(state);
    }
    ClusterState raised = room.withFloors(from.floors());
    JobId id = new JobId(raised.lastJob() + 1);
    JobState submitted = JobState.submitted(id, event.spec());
    JobState begun =
        submitted
            .withSavepoints(new JobSavepoints(null, null, JobScale.NONE, from))
            .withCounters(
                submitted
                    .counters()
                    .withLastCheckpoint(from.checkpoint())
                    .withLastAttempt(from.attempt()));
    return Verdict.accepted(raised.withLastJob(id).with(begun), id.value());
  }

  private static boolean isSameJob(ForeignCheckpoint one, ForeignCheckpoint other) {
    return one.clusterId().equals(other.clusterId()) && one.job().equals(other.job());
  }
}
