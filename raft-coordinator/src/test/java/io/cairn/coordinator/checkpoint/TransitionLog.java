package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Invariants.same;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the transitions of each machine by comparing states, without asking the rules. */
final class TransitionLog {
  private final Map<String, Integer> counts = new TreeMap<>();

  Map<String, Integer> counts() {
    return counts;
  }

  /** Adds what another walk has counted. */
  synchronized void add(TransitionLog other) {
    other.counts.forEach((transition, count) -> counts.merge(transition, count, Integer::sum));
  }

  void observe(ClusterState before, ClusterState after) {
    for (AgentState agent : after.agents().values()) {
      AgentState old = before.agent(agent.id());
      if (!same(old, agent)) {
        String fresh = old == null || old.incarnation().equals(agent.incarnation()) ? "" : "+";
        count("agent", old == null ? null : old.shownStatus(), agent.shownStatus() + fresh);
      }
    }
    for (JobState job : after.jobs().values()) {
      JobState old = before.job(job.id());
      if (!same(old, job)) {
        observe(old, job);
      }
    }
  }

  private void observe(@Nullable JobState old, JobState job) {
    boolean newAttempt = old != null && !old.attemptNumber().equals(job.attemptNumber());
    if (old != null) {
      observePolicy(old, job);
      observeScale(old, job);
    } else if (job.savepoints().origin() != null) {
      boolean leaves = job.savepoints().origin().leavesTransactions();
      count("origin", null, leaves ? "LEAVES_TRANSACTIONS" : "COMMITS");
    }
    if (old == null || old.status() != job.status() || newAttempt) {
      count("job", old == null ? null : old.status(), job.status().toString());
    }
    AttemptState attempt = job.attempt();
    AttemptState oldAttempt = old == null ? null : old.attempt();
    if (attempt != null && !same(attempt, oldAttempt)) {
      boolean known = oldAttempt != null && !newAttempt;
      if (!known || oldAttempt.status() != attempt.status()) {
        count("attempt", known ? oldAttempt.status() : null, attempt.status().toString());
      }
      attempt.tasks().values().forEach(task -> observeSink(known ? oldAttempt : null, task));
    }
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      CheckpointState was = old == null ? null : old.checkpoint(checkpoint.id());
      if (was != null && was.salvage().isEmpty() && !checkpoint.salvage().isEmpty()) {
        boolean failed = job.reason().contains(" failed: ");
        count("salvage", null, failed ? "WAITING after a failure" : "WAITING");
      }
      if (!same(was, checkpoint) && (was == null || was.status() != checkpoint.status())) {
        if (checkpoint.kind().isSavepoint()) {
          count(checkpoint.kind().toString(), null, checkpoint.status().toString());
        }
        String reason =
            checkpoint.status() == CheckpointStatus.ABORTED ? " " + checkpoint.abort() : "";
        if (!checkpoint.salvage().isEmpty() && checkpoint.durationMillis() > 0) {
          String end = checkpoint.wasCompleted() ? "COMPLETED" : "ABORTED";
          if (was != null && was.status().isUnfinished()) {
            count("salvage", "WAITING", end);
          }
        }
        count("checkpoint", was == null ? null : was.status(), checkpoint.status() + reason);
      }
    }
  }

  private void observeScale(JobState old, JobState job) {
    String was = stage(old.scale());
    String now = stage(job.scale());
    if (!was.equals(now)) {
      boolean back = was.equals("UNPROVEN") && !old.spec().graph().equals(job.spec().graph());
      count("scale", was, back ? "TAKEN_BACK" : now);
    }
  }

  private static String stage(JobScale scale) {
    return scale.unproven() ? "UNPROVEN" : scale.wish() != null ? "WAITING" : "NONE";
  }

  private void observePolicy(JobState old, JobState job) {
    CheckpointSchedule.Mode was = old.schedule().mode();
    if (was != job.schedule().mode()) {
      count("checkpointing", was, job.schedule().mode().toString());
    }
    int before = old.attempt() == null ? 0 : old.attempt().checkpointFailures();
    int after = job.attempt() == null ? 0 : job.attempt().checkpointFailures();
    if (before != after) {
      boolean fails = job.attempt() != null && !job.attempt().status().isLive();
      String to = fails ? "FAILOVER" : "COUNTED";
      count("failures", before == 0 ? "NONE" : "COUNTED", after == 0 ? "NONE" : to);
    }
    for (CheckpointState open : job.unfinished()) {
      if (!old.checkpoints().contains(open.id())) {
        boolean full =
            open.kind() == CheckpointKind.MANUAL
                && open.base().isNone()
                && !job.newestCompleted().isNone();
        int others = old.unfinished().size();
        count("request", open.kind(), full ? "FULL" : others == 0 ? "ALONE" : "CONCURRENT");
      }
    }
  }

  private void observeSink(@Nullable AttemptState before, TaskState task) {
    TaskState old = before == null ? null : before.tasks().get(task.task());
    if (!task.committed().isNone() && (old == null || !old.committed().equals(task.committed()))) {
      counts.merge("sink TO_COMMIT->COMMITTED", 1, Integer::sum);
    }
  }

  private void count(String machine, @Nullable Object from, String to) {
    counts.merge(
        machine + " " + Objects.requireNonNullElse(from, "-") + "->" + to, 1, Integer::sum);
  }
}
