package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * An agent is drained: it gets no new tasks, and those it has move off. For that a running job
 * takes a RELOCATION: a checkpoint after whose barrier its sources emit nothing, so that no record
 * is processed twice. When it is COMPLETED the attempt is over, and the next one restores it
 * elsewhere.
 */
public final class DrainRules {
  private DrainRules() {}

  static Verdict change(ClusterState state, Event.AgentDraining event) {
    AgentState agent = state.agent(event.agent());
    if (agent == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no agent " + event.agent());
    }
    if (event.draining() && event.who().isEmpty()) {
      return Verdict.rejected(state, Outcome.Code.INVALID, "who wants it is empty");
    }
    if (event.draining() == (agent.drain() != null)) {
      return Verdict.accepted(state);
    }
    Drain drain = event.draining() ? new Drain(event.who(), event.wallMillis()) : null;
    return Verdict.accepted(state.withAgent(agent.withDrain(drain)));
  }

  /** Whether the job's live attempt has a task on an agent that is to have none. */
  public static boolean isToMove(ClusterState state, JobState job) {
    AttemptState attempt = job.attempt();
    if (attempt == null || !attempt.status().isLive()) {
      return false;
    }
    if (attempt.relocating()) {
      return true;
    }
    for (AgentState agent : state.agents().values()) {
      if (agent.drain() != null && attempt.uses(agent.id(), agent.incarnation())) {
        return true;
      }
    }
    return false;
  }

  /** Why no such checkpoint may be requested now; null when it may. */
  static @Nullable String obstacle(ClusterState state, JobState job, CheckpointKind kind) {
    AttemptState attempt = job.attempt();
    if (kind == CheckpointKind.RELOCATION) {
      return isToMove(state, job) ? null : "no agent of the job is to be drained";
    }
    return kind == CheckpointKind.PERIODIC && attempt != null && attempt.relocating()
        ? "the job is being moved off an agent"
        : null;
  }

  /** The sources of the live attempt stop where they are from now on. */
  static JobState requested(JobState job, CheckpointKind kind) {
    AttemptState attempt = job.attempt();
    return kind == CheckpointKind.RELOCATION && attempt != null
        ? job.withAttempt(attempt.withRelocating())
        : job;
  }

  /** The cut is durable: the attempt has nothing left to do, and the next one is due at once. */
  static ClusterState completed(ClusterState state, JobId id, CheckpointState completed) {
    JobState job = Ending.job(state, id);
    AttemptState attempt = job.attempt();
    if (completed.kind() != CheckpointKind.RELOCATION
        || attempt == null
        || job.status() != JobStatus.RUNNING
        || !attempt.number().equals(completed.attempt())) {
      return state;
    }
    AbortCause cause = AbortCause.of(AbortReason.NEWER_ATTEMPT, "the job is moved off an agent");
    ClusterState next = state;
    for (CheckpointState open : job.unfinished()) {
      if (open.status().wantsAcks()) {
        next = Ending.abort(next, id, open.id(), cause);
      }
    }
    JobState moved =
        Ending.job(next, id)
            .withStatus(JobStatus.RESTARTING)
            .withReason(cause.detail())
            .withAttempt(attempt.withStatus(AttemptStatus.ENDED))
            .withBudget(new RestartBudget(0, state.elapsedMillis()));
    return next.with(moved);
  }
}
