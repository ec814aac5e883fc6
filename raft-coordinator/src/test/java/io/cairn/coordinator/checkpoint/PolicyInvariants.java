package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Invariants.require;

import org.jspecify.annotations.Nullable;

/**
 * What the policy in force demands of one job: which checkpoints may begin, and when failures of
 * checkpoints fail the attempt. Counts on its own. One per job and walk.
 */
final class PolicyInvariants {
  private int failures;

  void check(@Nullable JobState old, Event event, JobState job) {
    if (old == null) {
      return;
    }
    if (!old.attemptNumber().equals(job.attemptNumber())) {
      failures = 0;
    }
    boolean failed = false;
    boolean uncut = false;
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      CheckpointState was = old.checkpoint(checkpoint.id());
      if (was == null) {
        checkNew(old, event, checkpoint);
      } else if (was.status() != checkpoint.status()) {
        failed |= observe(old, event, was, checkpoint);
        uncut |= checkpoint.kind() == CheckpointKind.RESCALE;
      }
    }
    AttemptState attempt = job.attempt();
    require(attempt == null || attempt.checkpointFailures() == failures, "failures are miscounted");
    int tolerable = old.policy().tolerableFailures();
    boolean tooMany = failed && tolerable >= 0 && failures > tolerable;
    boolean lives = job.isLiveAttempt(old.attemptNumber());
    require(!tooMany || !lives, "an attempt outlived more failures than are tolerated");
    require(
        tooMany || !failed || lives || uncut, "an attempt failed for failures that are tolerated");
  }

  private static void checkNew(JobState old, Event event, CheckpointState checkpoint) {
    require(event instanceof Event.CheckpointRequest, "a checkpoint out of nothing");
    boolean full = ((Event.CheckpointRequest) event).full() || checkpoint.kind().isSavepoint();
    require(
        checkpoint.base().equals(full ? CheckpointId.NONE : old.newestCompleted()),
        "another base than was asked for");
    if (checkpoint.kind() == CheckpointKind.PERIODIC) {
      CheckpointSchedule schedule = old.schedule();
      require(!schedule.paused(), "a periodic checkpoint of a paused job");
      require(schedule.policy().intervalMillis() > 0, "a periodic checkpoint, interval 0");
      int most = schedule.policy().minPauseMillis() > 0 ? 1 : schedule.policy().maxConcurrent();
      long others =
          old.unfinished().stream().filter(c -> c.kind() != CheckpointKind.SAVEPOINT).count();
      require(others < most, "more at once than the policy allows");
    }
  }

  /** Whether the checkpoint failed of itself, in an attempt that lived. */
  private boolean observe(JobState old, Event event, CheckpointState was, CheckpointState now) {
    boolean beside = now.kind() == CheckpointKind.SAVEPOINT;
    if (now.status() == CheckpointStatus.COMPLETED && !beside) {
      failures = 0;
    }
    if (now.status() != CheckpointStatus.ABORTED) {
      return false;
    }
    checkCause(event, was, now);
    AbortReason reason = now.abort();
    boolean failed =
        !beside
            && (reason == AbortReason.TIMEOUT
                || reason == AbortReason.DECLINED
                || reason == AbortReason.METADATA_FAILED);
    boolean counts = failed && old.isLiveAttempt(was.attempt());
    if (counts && old.policy().tolerableFailures() >= 0) {
      failures++;
    }
    return counts;
  }

  /** The task that caused it is the one that said so, or lacked its ack. */
  private static void checkCause(Event event, CheckpointState was, CheckpointState now) {
    AbortCause cause = now.cause();
    require(cause != null, "aborted without a cause");
    if (event instanceof Event.TaskStatusUpdate report) {
      boolean told =
          cause.reason() == AbortReason.DECLINED
              || (cause.reason() == AbortReason.TASK_LOST && report.phase() == TaskPhase.FAILED);
      require(!told || cause.task() == report.task(), "another task is to blame");
    }
    if (event instanceof Event.AbortCheckpoint abort && abort.checkpoint().equals(now.id())) {
      require(
          cause.who().equals(abort.reason() == AbortReason.PERSON ? abort.who() : ""),
          "another person aborted it");
      require(
          !cause.hasTask() || (cause.task() == abort.task() && !was.isAcked(cause.task())),
          "a task that had acknowledged is to blame");
    }
  }
}
