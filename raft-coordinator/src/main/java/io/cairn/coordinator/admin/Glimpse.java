package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.ReplicatedState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one replica knew at one moment, to be compared with what a subscriber was told last. Pure.
 *
 * @param index that the state has reached, or one shortly before
 * @param leader empty when none is known
 */
record Glimpse(ClusterState state, long index, long term, String leader) {

  /**
   * What a subscriber is told.
   *
   * @param index of the log
   * @param cluster whether agents or leadership are others than before
   * @param jobs those that are others than before
   */
  record Change(long index, long term, String leader, boolean cluster, List<JobChange> jobs) {}

  /** A job and its checkpoints in progress, oldest first. */
  record JobChange(
      long id,
      String name,
      String state,
      long attempt,
      long lastCompleted,
      List<Progress> running) {
    static JobChange of(JobState job) {
      return new JobChange(
          job.id().value(),
          job.spec().name(),
          job.status().name(),
          job.attemptNumber().value(),
          job.newestCompleted().value(),
          job.unfinished().stream().map(Progress::of).toList());
    }
  }

  /** How far a checkpoint is. */
  record Progress(long id, String state, int acks, int local, int taskCount) {
    static Progress of(CheckpointState checkpoint) {
      return new Progress(
          checkpoint.id().value(),
          checkpoint.status().name(),
          checkpoint.acks(),
          checkpoint.tally().local(),
          checkpoint.taskCount());
    }
  }

  static Glimpse of(ReplicatedState replica) {
    long index = replica.appliedIndex();
    Leadership leadership = replica.leadership();
    return new Glimpse(
        replica.state(), index, leadership.currentTerm(), leadership.leaderId().orElse(""));
  }

  /** What is new since then; null when nothing is. All, when there was nothing before. */
  @Nullable Change since(@Nullable Glimpse before) {
    List<JobChange> jobs = new ArrayList<>();
    for (JobState job : state.jobs().values()) {
      if (before == null || isOther(before.state.job(job.id()), job)) {
        jobs.add(JobChange.of(job));
      }
    }
    boolean cluster =
        before == null
            || before.term != term
            || !before.leader.equals(leader)
            || before.state.agents().sum() != state.agents().sum();
    return cluster || !jobs.isEmpty() ? new Change(index, term, leader, cluster, jobs) : null;
  }

  @SuppressWarnings("ReferenceEquality") // an equal job that is another object is told once more
  private static boolean isOther(@Nullable JobState before, JobState now) {
    return before != now;
  }
}
