package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job gets another parallelism. One that runs is cut first: after a RESCALE checkpoint its
 * sources emit nothing, and the next attempt, with the new graph, goes on from exactly there. One
 * that does not run needs no cut. Until every task of the new attempt runs, the former graph is
 * kept: nothing can complete before, so that it can be taken back.
 */
final class RescaleRules {
  private static final AbortCause REPLACED =
      AbortCause.of(AbortReason.NEWER_ATTEMPT, "the job gets another attempt");

  private RescaleRules() {}

  static Verdict rescale(ClusterState state, RescaleJob event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    String obstacle = obstacle(job);
    if (obstacle != null) {
      return Verdict.rejected(state, Outcome.Code.CONFLICT, obstacle);
    }
    JobGraph graph;
    try {
      graph = wanted(job.spec().graph(), event);
    } catch (IllegalArgumentException e) {
      return Verdict.rejected(state, Outcome.Code.INVALID, String.valueOf(e.getMessage()));
    }
    long attempt = job.attemptNumber().value();
    if (graph.equals(job.spec().graph())) {
      return Verdict.accepted(state, attempt);
    }
    String lack = Slots.lack(state, job, graph.taskCount());
    if (lack != null) {
      return Verdict.rejected(state, Outcome.Code.CONFLICT, lack);
    }
    JobState wishing =
        job.withScale(job.scale().withWish(new JobScale.Wish(graph.parallelism(), event.who())));
    // While a checkpoint is salvaged, its tasks are those of the present graph.
    boolean later =
        job.status().hasLiveAttempt() || job.status() == JobStatus.SALVAGING || needsForeign(job);
    return Verdict.accepted(state.with(later ? wishing : switched(wishing)), attempt);
  }

  /** What another cluster left is restored by the same graph only: the cut comes after that. */
  private static boolean needsForeign(JobState job) {
    return job.savepoints().foreign() != null && job.newestCompleted().isNone();
  }

  private static @Nullable String obstacle(JobState job) {
    if (job.status().isEnded()) {
      return job.id()
          + " has ended: "
          + job.status()
          + "; submit it again with another parallelism, and it continues";
    }
    CheckpointState newest = job.checkpoint(job.newestCompleted());
    if (job.draining()
        || job.status() == JobStatus.STOPPING
        || job.savepoints().stop() != null
        || (newest != null && newest.kind().endsJob())) {
      return job.id() + " is stopping";
    }
    return job.scale().wish() != null || job.scale().unproven()
        ? job.id() + " is being rescaled already; wait until it is RUNNING"
        : null;
  }

  private static JobGraph wanted(JobGraph now, RescaleJob event) {
    for (String named : event.operators().keySet()) {
      if (now.operator(named) == null) {
        throw new IllegalArgumentException(
            "the job has no operator "
                + named
                + ", but "
                + now.operators().stream().map(OperatorNode::id).toList());
      }
    }
    List<Integer> parallelism = new ArrayList<>();
    for (OperatorNode node : now.operators()) {
      int others = event.parallelism() == 0 ? node.parallelism() : event.parallelism();
      parallelism.add(event.operators().getOrDefault(node.id(), others));
    }
    return now.withParallelism(parallelism);
  }

  /** What a person wants becomes the job's graph; nothing of it may be running. */
  private static JobState switched(JobState job) {
    JobScale.Wish wish = job.scale().wish();
    if (wish == null) {
      return job;
    }
    JobGraph before = job.spec().graph();
    return job.withSpec(job.spec().withGraph(before.withParallelism(wish.parallelism())))
        .withScale(
            job.scale()
                .switched(before.parallelism(), job.attemptNumber(), job.checkpoints().values()));
  }

  /** The cut is COMPLETED: the attempt is over, the next one goes on from here. */
  static ClusterState cut(ClusterState state, JobId id, CheckpointState completed) {
    JobState job = Ending.job(state, id);
    if (completed.kind() != CheckpointKind.RESCALE || !isWaiting(job)) {
      return state;
    }
    ClusterState over = over(state, job, job.reason(), REPLACED);
    return over.with(switched(Ending.job(over, id)));
  }

  /** The cut was aborted: its sources may have stopped, so the attempt is over all the same. */
  static ClusterState uncut(
      ClusterState state, JobId id, CheckpointState aborted, AbortCause cause) {
    JobState job = Ending.job(state, id);
    if (aborted.kind() != CheckpointKind.RESCALE || !isWaiting(job)) {
      return state;
    }
    String reason =
        "not rescaled: checkpoint "
            + aborted.id()
            + " was aborted, "
            + cause.reason()
            + (cause.detail().isEmpty() ? "" : ": " + cause.detail());
    JobState kept = job.withScale(job.scale().withWish(null));
    return over(state.with(kept), kept, reason, REPLACED);
  }

  private static boolean isWaiting(JobState job) {
    return job.scale().wish() != null && job.status() == JobStatus.RUNNING;
  }

  /**
   * No failure: the next attempt is due at once, and it counts for nothing. Checkpoints that still
   * want acks cannot complete.
   */
  private static ClusterState over(
      ClusterState state, JobState job, String reason, AbortCause cause) {
    ClusterState next = state;
    for (CheckpointState open : job.unfinished()) {
      if (open.status().wantsAcks()) {
        next = Ending.abort(next, job.id(), open.id(), cause);
      }
    }
    JobState held =
        Ending.job(next, job.id())
            .withStatus(JobStatus.RESTARTING)
            .withReason(Text.reason(reason))
            .withBudget(new RestartBudget(0, state.elapsedMillis()));
    AttemptState attempt = job.attempt();
    return next.with(
        attempt == null ? held : held.withAttempt(attempt.withStatus(AttemptStatus.FAILED)));
  }

  /** The attempt failed on its way to the cut: nothing runs, so none is needed any more. */
  static ClusterState attemptFailed(ClusterState state, JobId id) {
    JobState job = Ending.job(state, id);
    JobScale.Wish wish = job.scale().wish();
    if (wish == null || needsForeign(job)) {
      return state;
    }
    int tasks = job.spec().graph().withParallelism(wish.parallelism()).taskCount();
    String lack = Slots.lack(state, job, tasks);
    return state.with(
        lack == null
            ? switched(job)
            : job.withReason(Text.reason(job.reason() + "; not rescaled: " + lack))
                .withScale(job.scale().withWish(null)));
  }

  /** A task failed: a parallelism with which the job has never run is taken back. */
  static JobState takenBack(JobState job) {
    JobScale scale = job.scale();
    if (!scale.unproven()) {
      return job;
    }
    JobGraph now = job.spec().graph();
    JobGraph before = now.withParallelism(scale.before(now.parallelism()));
    return job.withSpec(job.spec().withGraph(before)).withScale(scale.takenBack());
  }

  static Verdict restart(ClusterState state, RestartJob event) {
    JobState job = state.job(event.job());
    if (job == null) {
      return Verdict.rejected(state, Outcome.Code.NOT_FOUND, "no " + event.job());
    }
    if (job.status().isEnded()) {
      return Verdict.rejected(
          state,
          Outcome.Code.CONFLICT,
          job.id() + " has ended: " + job.status() + "; submit it again, and it continues");
    }
    if (job.attempt() == null) {
      return Verdict.accepted(state);
    }
    AbortCause cause =
        new AbortCause(
            AbortReason.PERSON, "the job was restarted", AbortCause.NO_TASK, event.who());
    String by = event.who().isEmpty() ? "" : " by " + event.who();
    return Verdict.accepted(attemptFailed(over(state, job, "restarted" + by, cause), job.id()));
  }
}
