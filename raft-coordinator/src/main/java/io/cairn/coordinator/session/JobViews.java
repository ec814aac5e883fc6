package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.SavepointInfo;
import io.cairn.coordinator.checkpoint.SavepointName;
import io.cairn.coordinator.codec.SpecCodec;
import io.cairn.coordinator.replication.Term;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.TaskPlace;
import java.util.List;
import java.util.Optional;

/** What agents must know of a job, as messages. Pure functions of the state. */
final class JobViews {
  private JobViews() {}

  /** The same for every agent; it does not change with a task's ack unless it was the last one. */
  static JobView view(Term term, JobState job) {
    boolean ended = job.status().isEnded();
    JobView.Builder view =
        JobView.newBuilder()
            .setTerm(term.value())
            .setJobId(job.id().value())
            .setAttempt(ended ? 0 : job.attemptNumber().value())
            .setEnded(ended)
            .setSettledCheckpoint(job.settled().value())
            .setCompletedCheckpoint(job.newestCompleted().value())
            .setDraining(job.draining() || hasStopped(job))
            .setHeld(isHeld(job.status()));
    for (CheckpointState open : job.unfinished()) {
      SavepointInfo info = open.savepoint();
      view.addRunning(
          RunningCheckpoint.newBuilder()
              .setSavepoint(info == null ? "" : SavepointName.directory(info.name(), open.id()))
              .setCheckpointId(open.id().value())
              .setKindValue(open.kind().code())
              .setBaseCheckpoint(open.base().value())
              .setAcksWanted(open.status().wantsAcks()));
    }
    return view.build();
  }

  /** No attempt runs; uploads go on while one is salvaged. */
  private static boolean isHeld(JobStatus status) {
    return status == JobStatus.RESTARTING || status == JobStatus.SALVAGING;
  }

  /** After the savepoint that the job stops with, a new attempt need not read any input. */
  private static boolean hasStopped(JobState job) {
    AttemptState attempt = job.attempt();
    return job.savepoints().stop() != null && attempt != null && !attempt.finalCompleted().isNone();
  }

  /** For an agent that hosts an attempt of a job which the state does not have. */
  static JobView unknown(Term term, JobId job) {
    return JobView.newBuilder().setTerm(term.value()).setJobId(job.value()).setEnded(true).build();
  }

  /**
   * One agent's share of the job's live attempt.
   *
   * @return empty when the attempt is not live, or when it runs and has come so far that what it
   *     was restored from is gone: then every agent of it has its share
   */
  static Optional<Deploy> deploy(Term term, ClusterState state, JobState job, Placement to) {
    AttemptState attempt = job.attempt();
    if (attempt == null || !job.status().hasLiveAttempt()) {
      return Optional.empty();
    }
    Deploy.Builder deploy =
        Deploy.newBuilder()
            .setTerm(term.value())
            .setJobId(job.id().value())
            .setAttempt(attempt.number().value())
            .setSpec(SpecCodec.encode(job.spec()));
    boolean whole =
        addPlaces(deploy, state, attempt.placement())
            && TaskRestores.add(deploy, state, job, attempt, to);
    return whole ? Optional.of(deploy.build()) : Optional.empty();
  }

  private static boolean addPlaces(
      Deploy.Builder deploy, ClusterState state, List<Placement> placement) {
    for (Placement place : placement) {
      AgentState agent = state.agent(place.agent());
      if (agent == null || !agent.incarnation().equals(place.incarnation())) {
        return false;
      }
      deploy.addPlaces(
          TaskPlace.newBuilder()
              .setAgentId(place.agent().value())
              .setIncarnation(place.incarnation().value())
              .setHost(agent.dataHost())
              .setPort(agent.dataPort()));
    }
    return true;
  }
}
