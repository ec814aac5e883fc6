package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.CheckpointSchedule;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import org.jspecify.annotations.Nullable;

/** Checkpoints of one job: requested when due, given up when their budget is used up. */
final class CheckpointDuties {
  /**
   * A FINAL checkpoint that was aborted is not asked for again at once, whatever the policy says.
   */
  static final long MIN_FINAL_RETRY_MILLIS = 1_000;

  private CheckpointDuties() {}

  static void plan(PlanBuilder plan, JobState job) {
    for (CheckpointState open : job.unfinished()) {
      finish(plan, job, open);
    }
    request(plan, job);
  }

  private static void finish(PlanBuilder plan, JobState job, CheckpointState open) {
    boolean committing = open.status() == CheckpointStatus.COMMITTING;
    ActionKey writing = ActionKey.of(ActionKey.Kind.WRITE_PENDING, job.id(), open.id());
    if (plan.isDue(open.deadlineElapsedMillis(job.policy()))) {
      LeaderMemory.Retry failure = plan.memory().failures().get(writing);
      plan.offer(
          new Action.Propose(
              ActionKey.of(ActionKey.Kind.ABORT, job.id(), open.id()),
              new Event.AbortCheckpoint(
                  job.id(),
                  open.id(),
                  committing ? AbortReason.METADATA_FAILED : AbortReason.TIMEOUT,
                  failure == null ? detail(open) : failure.why(),
                  committing ? AbortCause.NO_TASK : firstMissing(open))));
    } else if (job.status() == JobStatus.SALVAGING && !committing) {
      endSalvage(plan, job, open);
    } else if (committing) {
      plan.offer(new Action.WritePending(writing, job.id(), open.id()));
    }
  }

  /** The uploads of an attempt that is over were waited for long enough. */
  private static void endSalvage(PlanBuilder plan, JobState job, CheckpointState open) {
    if (plan.isDue(job.budget().notBeforeElapsedMillis())) {
      int missing = firstMissing(open);
      String detail =
          open.salvage()
              + "; it was not salvaged in time: "
              + detail(open)
              + ", "
              + job.spec().graph().taskName(missing)
              + " has not";
      plan.offer(
          new Action.Propose(
              ActionKey.of(ActionKey.Kind.ABORT, job.id(), open.id()),
              new Event.AbortCheckpoint(
                  job.id(), open.id(), AbortReason.TASK_LOST, detail, missing)));
    }
  }

  private static String detail(CheckpointState open) {
    return open.acks() + " of " + open.taskCount() + " tasks have acknowledged";
  }

  /** The lowest task whose ack is missing. */
  private static int firstMissing(CheckpointState open) {
    for (int task = 0; task < open.taskCount(); task++) {
      if (!open.isAcked(task)) {
        return task;
      }
    }
    return AbortCause.NO_TASK;
  }

  /** A last one waits until nothing else is in progress: the job's end would abort it. */
  private static void request(PlanBuilder plan, JobState job) {
    if (job.status() == JobStatus.RUNNING && job.scale().wish() != null) {
      if (job.unfinished().isEmpty()) {
        request(plan, job, CheckpointKind.RESCALE, 0);
      }
    } else if (RelocationDuties.isDue(plan.view(), job)) {
      if (job.unfinished().isEmpty()) {
        request(plan, job, CheckpointKind.RELOCATION, RelocationDuties.dueMillis(job));
      }
    } else if (job.status() == JobStatus.RUNNING
        && job.schedule().mode() == CheckpointSchedule.Mode.ON
        && job.unfinishedProgress() < job.policy().concurrency()) {
      request(plan, job, CheckpointKind.PERIODIC, periodicDueMillis(job));
    } else if (job.status() == JobStatus.STOPPING
        && job.unfinished().isEmpty()
        && job.attempt() != null
        && job.attempt().finalCompleted().isNone()) {
      boolean stops = job.savepoints().stop() != null;
      request(
          plan,
          job,
          stops ? CheckpointKind.FINAL_SAVEPOINT : CheckpointKind.FINAL,
          finalDueMillis(job));
    }
  }

  private static void request(PlanBuilder plan, JobState job, CheckpointKind kind, long dueMillis) {
    if (plan.isDue(dueMillis)) {
      plan.offer(
          new Action.Propose(
              ActionKey.of(ActionKey.Kind.REQUEST, job.id()),
              new Event.CheckpointRequest(job.id(), kind, "")));
    }
  }

  private static long periodicDueMillis(JobState job) {
    long first = job.schedule().notBeforeElapsedMillis();
    CheckpointState last = lastProgress(job);
    if (last == null) {
      return first;
    }
    CheckpointPolicy policy = job.policy();
    long next =
        Math.max(
            sum(last.requestedElapsedMillis(), policy.intervalMillis()),
            sum(last.endedElapsedMillis(), policy.minPauseMillis()));
    return Math.max(first, next);
  }

  /** A SAVEPOINT happens beside the others and does not postpone them. */
  private static @Nullable CheckpointState lastProgress(JobState job) {
    CheckpointState last = job.checkpoint(job.counters().lastCheckpoint());
    if (last == null || last.kind().isProgress()) {
      return last;
    }
    for (CheckpointState checkpoint : job.checkpoints().descendingValues()) {
      if (checkpoint.kind().isProgress()) {
        return checkpoint;
      }
    }
    return null;
  }

  private static long finalDueMillis(JobState job) {
    CheckpointState last = job.checkpoint(job.counters().lastCheckpoint());
    if (last == null || !last.kind().endsJob() || last.abort() == null) {
      return 0;
    }
    long pause = Math.max(MIN_FINAL_RETRY_MILLIS, job.policy().minPauseMillis());
    return sum(last.endedElapsedMillis(), pause);
  }

  private static long sum(long time, long span) {
    long sum = time + span;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
