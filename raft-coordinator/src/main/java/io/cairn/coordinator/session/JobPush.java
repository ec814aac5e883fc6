package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.replication.Term;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.JobView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells one agent what it must know of each job, when that differs from what it was told last in
 * this session. While the connection is full nothing is sent: what is to be told is told later,
 * once, as it is then. Owned by the sessions' thread.
 */
final class JobPush {
  private final FramedConnection<CoordinatorMessage> connection;
  private final Term term;
  private final Placement self;
  private final Map<JobId, JobView> told = new HashMap<>();
  private final Map<JobId, Attempt> deployed = new HashMap<>();
  private final Set<JobId> postponed = new HashSet<>();
  private Set<JobId> hosted = Set.of();

  JobPush(FramedConnection<CoordinatorMessage> connection, Term term, Placement self) {
    this.connection = connection;
    this.term = term;
    this.self = self;
  }

  /**
   * The agent says which jobs it hosts tasks of; those must be told of even when placed elsewhere.
   */
  void hosts(Set<JobId> jobs, ClusterState state, PlacedAgents placed) {
    hosted = jobs;
    told.values().removeIf(view -> view.getEnded() && !jobs.contains(new JobId(view.getJobId())));
    for (JobId job : jobs) {
      if (!told.containsKey(job)) {
        sync(job, state, placed);
      }
    }
  }

  /** Tells of a job that may have changed. */
  void sync(JobId id, ClusterState state, PlacedAgents placed) {
    JobState job = state.job(id);
    boolean here = job != null && placed.contains(job, self);
    boolean placedNow = here && job != null && !job.status().isEnded();
    if (!placedNow && !told.containsKey(id) && !hosted.contains(id)) {
      return;
    }
    if (!connection.isWritable()) {
      postponed.add(id);
      return;
    }
    if (placedNow) {
      deploy(state, job);
    }
    JobView view = job == null ? JobViews.unknown(term, id) : placed.view(term, job);
    if (!view.equals(told.put(id, view))) {
      connection.send(CoordinatorMessage.newBuilder().setView(view).build());
    }
  }

  /** The connection has room again. */
  void resume(ClusterState state, PlacedAgents placed) {
    for (JobId job : List.copyOf(postponed)) {
      postponed.remove(job);
      sync(job, state, placed);
    }
  }

  private void deploy(ClusterState state, @Nullable JobState job) {
    if (job == null || job.attemptNumber().equals(deployed.get(job.id()))) {
      return;
    }
    Optional<Deploy> deploy = JobViews.deploy(term, state, job, self);
    if (deploy.isPresent()) {
      deployed.put(job.id(), job.attemptNumber());
      connection.send(CoordinatorMessage.newBuilder().setDeploy(deploy.get()).build());
    }
  }
}
