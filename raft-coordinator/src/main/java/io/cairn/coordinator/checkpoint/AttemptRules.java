package io.cairn.coordinator.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An attempt begins. */
final class AttemptRules {
  private AttemptRules() {}

  static Verdict start(ClusterState state, Event.StartAttempt event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    Verdict refusal = refuse(state, job, event);
    if (refusal != null) {
      return refusal;
    }
    ClusterState cleared = state;
    for (CheckpointState old : job.unfinished()) {
      // A COMMITTING SAVEPOINT is durable already, and goes on beside the attempt.
      if (old.kind().isProgress() || old.status().wantsAcks()) {
        cleared =
            Ending.abort(cleared, job.id(), old.id(), AbortCause.of(AbortReason.NEWER_ATTEMPT, ""));
      }
    }
    JobState now = Ending.job(cleared, job.id());
    boolean replacesLive = now.status().hasLiveAttempt();
    Attempt number = now.counters().lastAttempt().next();
    AttemptState attempt = deploying(now, number, event.placement());
    JobCounters counters = now.counters().withLastAttempt(number);
    if (!attempt.restoreFrom().isNone()) {
      counters = counters.plusRestore(state.wallMillis());
    }
    RestartBudget budget = now.budget();
    JobState next =
        now.withStatus(JobStatus.DEPLOYING)
            .withAttempt(attempt)
            .withCounters(replacesLive ? counters.plusRestart() : counters)
            .withBudget(
                replacesLive
                    ? new RestartBudget(budget.failuresInRow() + 1, budget.notBeforeElapsedMillis())
                    : budget);
    return Verdict.accepted(cleared.with(next), number.value());
  }

  /** When the job has stopped with a savepoint, only its sinks' confirmations are awaited. */
  private static AttemptState deploying(JobState job, Attempt number, List<Placement> placement) {
    AttemptState fresh = AttemptState.deploying(number, job.newestCompleted(), placement);
    CheckpointState newest = job.checkpoint(job.newestCompleted());
    return newest != null && newest.kind() == CheckpointKind.FINAL_SAVEPOINT
        ? fresh.withFinalCompleted(newest.id())
        : fresh;
  }

  private static @Nullable Verdict refuse(
      ClusterState state, JobState job, Event.StartAttempt event) {
    if (job.status().isEnded()) {
      return Verdict.rejected(state, Outcome.Code.STALE, job.id() + " has ended");
    }
    if (job.status() == JobStatus.SALVAGING) {
      return Verdict.rejected(
          state, Outcome.Code.CONFLICT, job.id() + " waits for a checkpoint to be salvaged");
    }
    if (!job.attemptNumber().equals(event.expectedAttempt())) {
      return Verdict.rejected(
          state,
          Outcome.Code.STALE,
          "attempt "
              + job.attemptNumber()
              + " exists, "
              + event.expectedAttempt()
              + " was expected");
    }
    if (!job.newestCompleted().equals(event.expectedCompleted())) {
      return Verdict.rejected(
          state,
          Outcome.Code.STALE,
          "checkpoint "
              + job.newestCompleted()
              + " is the newest completed, "
              + event.expectedCompleted()
              + " was expected");
    }
    for (CheckpointState open : job.unfinished()) {
      if (open.status() == CheckpointStatus.COMMITTING && open.kind().isProgress()) {
        return Verdict.rejected(
            state,
            Outcome.Code.CONFLICT,
            "checkpoint " + open.id() + " is COMMITTING; the attempt waits for it");
      }
    }
    String misplaced = misplaced(state, job, event.placement());
    return misplaced == null ? null : Verdict.rejected(state, Outcome.Code.CONFLICT, misplaced);
  }

  private static @Nullable String misplaced(
      ClusterState state, JobState job, List<Placement> placement) {
    int tasks = job.spec().graph().taskCount();
    if (placement.size() != tasks) {
      return "the placement has " + placement.size() + " tasks, the job has " + tasks;
    }
    Map<AgentId, Integer> wanted = new TreeMap<>();
    for (Placement place : placement) {
      AgentState agent = state.agent(place.agent());
      if (agent == null || !agent.isRegisteredAs(place.incarnation())) {
        return "agent "
            + place.agent()
            + " is not registered as incarnation "
            + place.incarnation();
      }
      wanted.merge(place.agent(), 1, Integer::sum);
    }
    Map<AgentId, Integer> used = Slots.usedExcept(state, job.id());
    for (Map.Entry<AgentId, Integer> entry : wanted.entrySet()) {
      AgentState agent = state.agent(entry.getKey());
      int free = agent == null ? 0 : agent.slots() - used.getOrDefault(entry.getKey(), 0);
      if (entry.getValue() > free) {
        return "agent "
            + entry.getKey()
            + " has "
            + free
            + " free slots, "
            + entry.getValue()
            + " are wanted";
      }
    }
    return null;
  }
}
