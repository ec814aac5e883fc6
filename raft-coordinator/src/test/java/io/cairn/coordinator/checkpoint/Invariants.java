package io.cairn.coordinator.checkpoint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks after every event what DESIGN's invariants demand of the state, knowing only states and
 * events, not the rules. Remembers the whole walk. Throws {@link Violation}. One per walk.
 */
final class Invariants {
  private final Map<String, Outcome> answers = new HashMap<>();
  private final Map<JobId, JobInvariants> jobs = new HashMap<>();
  private final Set<Long> incarnations = new HashSet<>();
  private final SettingsInvariants settings = new SettingsInvariants();

  /** A broken invariant. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message);
    }
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Violation(otherwise);
    }
  }

  /** Whether nothing touched it: persistent values are shared. */
  static boolean same(@Nullable Object one, @Nullable Object other) {
    return one == other;
  }

  void check(ClusterState before, Event event, Outcome outcome, ClusterState after) {
    checkClocks(before, after);
    if (!outcome.isAccepted()) {
      require(before.jobs().sum() == after.jobs().sum(), "a refused event changed a job");
      require(before.agents().sum() == after.agents().sum(), "a refused event changed an agent");
      require(before.clusterId().equals(after.clusterId()), "a refused event changed the id");
    }
    checkAnswer(event, outcome);
    checkAgents(before, after);
    settings.check(before, event, outcome, after);
    for (JobState job : after.jobs().values()) {
      JobState old = before.job(job.id());
      if (old == null) {
        require(job.id().value() > before.lastJob(), "job id used again: " + job.id());
      }
      if (!same(old, job)) {
        jobs.computeIfAbsent(job.id(), id -> new JobInvariants()).check(old, event, job);
      }
    }
    SavepointInvariants.checkOrigins(after);
    require(after.requests().answers().size() <= RequestLog.MAX_REQUESTS, "too many requests");
    require(after.history().rows() <= History.MAX_ROWS, "too many history rows");
    require(
        after.history().summaries().size() <= History.MAX_SUMMARIES + 4 * after.jobs().size(),
        "too many summaries");
  }

  private static void checkClocks(ClusterState before, ClusterState after) {
    require(after.elapsedMillis() >= before.elapsedMillis(), "elapsed time ran backwards");
    require(after.wallMillis() >= before.wallMillis(), "the wall clock ran backwards");
    require(after.lastJob() >= before.lastJob(), "the job counter ran backwards");
    require(after.lastIncarnation() >= before.lastIncarnation(), "incarnations ran backwards");
  }

  private void checkAnswer(Event event, Outcome outcome) {
    String key = requestKey(event);
    if (key != null
        && !(outcome instanceof Outcome.Rejected rejected
            && rejected.code() == Outcome.Code.NOT_BOOTSTRAPPED)) {
      Outcome first = answers.putIfAbsent(key, outcome);
      require(first == null || first.equals(outcome), "request " + key + " was answered twice");
    }
  }

  private static @Nullable String requestKey(Event event) {
    if (event instanceof Event.SubmitJob submit) {
      return "submit " + submit.requestId();
    }
    if (event instanceof Event.StopJob stop) {
      return "stop " + stop.requestId();
    }
    if (event instanceof Event.SettingsChanged change) {
      return "settings " + change.requestId();
    }
    if (event instanceof Event.AgentDraining drain) {
      return "drain " + drain.requestId();
    }
    if (event instanceof Event.SavepointDeleted deleted) {
      return "savepoint-deletion " + deleted.requestId();
    }
    if (event instanceof Event.CheckpointRequest request
        && request.kind() == CheckpointKind.SAVEPOINT) {
      return "savepoint " + request.requestId();
    }
    if (event instanceof Event.AbortCheckpoint abort && !abort.requestId().isEmpty()) {
      return "abort " + abort.requestId();
    }
    return event instanceof Event.CheckpointRequest request
            && request.kind() == CheckpointKind.MANUAL
        ? "checkpoint " + request.requestId()
        : null;
  }

  private void checkAgents(ClusterState before, ClusterState after) {
    for (AgentState agent : after.agents().values()) {
      AgentState old = before.agent(agent.id());
      if (same(old, agent)) {
        continue;
      }
      boolean fresh = old == null || !old.incarnation().equals(agent.incarnation());
      require(!fresh || incarnations.add(agent.incarnation().value()), "incarnation used twice");
      require(!fresh || agent.status() == AgentStatus.REGISTERED, "a new run is not REGISTERED");
      require(agent.slots() > 0 && agent.dataPort() > 0, "agent without slots or port");
      require(agent.fencedNonces().size() <= AgentState.MAX_FENCED, "too many fenced nonces");
      if (old != null && (fresh || agent.status() == AgentStatus.LOST)) {
        for (JobState job : after.jobs().values()) {
          AttemptState attempt = job.attempt();
          require(
              attempt == null
                  || !attempt.status().isLive()
                  || !attempt.uses(agent.id(), old.incarnation()),
              job.id() + " lives on a run that is over");
        }
      }
    }
  }
}
