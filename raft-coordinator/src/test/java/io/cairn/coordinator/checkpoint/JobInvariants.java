package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Invariants.require;
import static io.cairn.coordinator.checkpoint.Invariants.same;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The invariants of one job and its checkpoints. One per job and walk. */
final class JobInvariants {
  private static final Map<JobStatus, Set<JobStatus>> JOB_TABLE = new EnumMap<>(JobStatus.class);
  private static final Map<CheckpointStatus, Set<CheckpointStatus>> CHECKPOINT_TABLE =
      new EnumMap<>(CheckpointStatus.class);

  static {
    Set<JobStatus> afterLive =
        EnumSet.of(
            JobStatus.DEPLOYING,
            JobStatus.SALVAGING,
            JobStatus.RESTARTING,
            JobStatus.FAILED,
            JobStatus.CANCELLED);
    JOB_TABLE.put(JobStatus.SUBMITTED, EnumSet.of(JobStatus.DEPLOYING, JobStatus.CANCELLED));
    JOB_TABLE.put(
        JobStatus.DEPLOYING,
        plus(afterLive, JobStatus.RUNNING, JobStatus.STOPPING, JobStatus.FINISHED));
    JOB_TABLE.put(JobStatus.RUNNING, plus(afterLive, JobStatus.STOPPING));
    JOB_TABLE.put(
        JobStatus.SALVAGING,
        EnumSet.of(JobStatus.RESTARTING, JobStatus.FAILED, JobStatus.CANCELLED));
    JOB_TABLE.put(JobStatus.STOPPING, plus(afterLive, JobStatus.FINISHED));
    JOB_TABLE.put(
        JobStatus.RESTARTING,
        EnumSet.of(JobStatus.DEPLOYING, JobStatus.FAILED, JobStatus.CANCELLED));
    CHECKPOINT_TABLE.put(
        CheckpointStatus.REQUESTING,
        EnumSet.of(
            CheckpointStatus.EXECUTING, CheckpointStatus.COMMITTING, CheckpointStatus.ABORTED));
    CHECKPOINT_TABLE.put(
        CheckpointStatus.EXECUTING,
        EnumSet.of(CheckpointStatus.COMMITTING, CheckpointStatus.ABORTED));
    CHECKPOINT_TABLE.put(
        CheckpointStatus.COMMITTING,
        EnumSet.of(CheckpointStatus.COMPLETED, CheckpointStatus.ABORTED));
    CHECKPOINT_TABLE.put(CheckpointStatus.COMPLETED, EnumSet.of(CheckpointStatus.SUBSUMED));
    CHECKPOINT_TABLE.put(CheckpointStatus.SUBSUMED, EnumSet.of(CheckpointStatus.DISCARDED));
    CHECKPOINT_TABLE.put(CheckpointStatus.ABORTED, EnumSet.of(CheckpointStatus.DISCARDED));
  }

  private final Map<CheckpointId, CheckpointStatus> decisions = new HashMap<>();
  private final FileInvariants files = new FileInvariants();
  private final PolicyInvariants policy = new PolicyInvariants();
  private long completed;
  private long aborted;

  private static Set<JobStatus> plus(Set<JobStatus> some, JobStatus... more) {
    Set<JobStatus> all = EnumSet.copyOf(some);
    all.addAll(Set.of(more));
    return all;
  }

  void check(@Nullable JobState old, Event event, JobState job) {
    if (old == null) {
      require(job.status() == JobStatus.SUBMITTED, "a new job is " + job.status());
    } else {
      checkGrowth(old, job);
      SalvageInvariants.check(old, job);
      checkStatus(old, job);
      for (CheckpointState gone : old.checkpoints().values()) {
        require(
            job.checkpoints().contains(gone.id())
                || (History.belongs(gone) && gone.segments().size() == 0),
            "checkpoint " + gone.id() + " vanished in " + gone.status());
      }
    }
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      CheckpointState was = old == null ? null : old.checkpoint(checkpoint.id());
      if (!same(was, checkpoint)) {
        checkCheckpoint(old, was, event, job, checkpoint);
      }
    }
    require(job.counters().completed() == completed, "completed are miscounted");
    require(job.counters().aborted() == aborted, "aborted are miscounted");
    require(job.retained().size() <= job.policy().retained(), "too many are retained");
    files.check(old, event, job);
    policy.check(old, event, job);
    SavepointInvariants.check(old, event, job);
    ScaleInvariants.check(old, job);
    checkAttempt(job);
  }

  private static void checkGrowth(JobState old, JobState job) {
    JobCounters was = old.counters();
    JobCounters now = job.counters();
    require(now.lastCheckpoint().compareTo(was.lastCheckpoint()) >= 0, "ids ran backwards");
    require(now.lastAttempt().compareTo(was.lastAttempt()) >= 0, "attempts ran backwards");
    require(now.restarts() >= was.restarts(), "restarts ran backwards");
    require(
        job.newestCompleted().compareTo(old.newestCompleted()) >= 0,
        "the newest completed ran backwards");
  }

  private static void checkStatus(JobState old, JobState job) {
    if (old.status() != job.status()) {
      require(
          JOB_TABLE.getOrDefault(old.status(), Set.of()).contains(job.status()),
          "job went from " + old.status() + " to " + job.status());
    }
    if (job.status() == JobStatus.FINISHED && old.status() != JobStatus.FINISHED) {
      AttemptState attempt = job.attempt();
      require(attempt != null && !attempt.finalCompleted().isNone(), "finished without a FINAL");
      for (int sink : job.spec().graph().sinks()) {
        TaskState task = attempt.tasks().get(sink);
        require(
            task != null && task.committed().compareTo(attempt.finalCompleted()) >= 0,
            "finished before sink " + sink + " confirmed");
      }
    }
    if (job.status().isEnded()) {
      require(job.unfinished().isEmpty(), "an ended job has an undecided checkpoint");
    }
  }

  private void checkCheckpoint(
      @Nullable JobState oldJob,
      @Nullable CheckpointState was,
      Event event,
      JobState job,
      CheckpointState now) {
    if (was == null) {
      require(now.status() == CheckpointStatus.REQUESTING, "a new one is " + now.status());
      require(
          oldJob != null && now.id().compareTo(oldJob.counters().lastCheckpoint()) > 0,
          "checkpoint id used again: " + now.id());
      require(now.id().equals(job.counters().lastCheckpoint()), "the counter lags");
      return;
    }
    if (was.status() != now.status()) {
      require(
          CHECKPOINT_TABLE.getOrDefault(was.status(), Set.of()).contains(now.status()),
          "checkpoint went from " + was.status() + " to " + now.status());
      decide(now);
    }
    checkAcks(oldJob, was, event, now);
  }

  private void decide(CheckpointState now) {
    boolean decision =
        now.status() == CheckpointStatus.COMPLETED || now.status() == CheckpointStatus.ABORTED;
    if (decision) {
      require(decisions.put(now.id(), now.status()) == null, "decided twice: " + now.id());
      completed += now.status() == CheckpointStatus.COMPLETED ? 1 : 0;
      aborted += now.status() == CheckpointStatus.ABORTED ? 1 : 0;
    }
    require(
        now.status() != CheckpointStatus.COMPLETED || now.acks() == now.taskCount(),
        "completed without every ack");
  }

  private static void checkAcks(
      @Nullable JobState oldJob, CheckpointState was, Event event, CheckpointState now) {
    require(now.acks() >= was.acks(), "acks were lost");
    if (same(now.tasks(), was.tasks())) {
      return;
    }
    if (now.tasks().size() == 0) {
      require(History.belongs(now), "rows dropped in " + now.status());
      return;
    }
    int acks = 0;
    for (TaskProgress row : now.tasks().values()) {
      TaskProgress old = was.tasks().get(row.task());
      acks += row.isAcked() ? 1 : 0;
      require(old == null || !old.isAcked() || old.equals(row), "an ack was changed");
      if (row.isAcked() && (old == null || !old.isAcked())) {
        checkNewAck(oldJob, was, event, row);
      }
    }
    for (TaskProgress row : was.tasks().values()) {
      require(now.tasks().contains(row.task()), "a task's row was lost");
    }
    require(acks == now.acks(), "acks are miscounted");
    require(
        (now.status() == CheckpointStatus.COMMITTING) == (acks == now.taskCount()),
        "COMMITTING without every ack, or not with it");
  }

  private static void checkNewAck(
      @Nullable JobState oldJob, CheckpointState was, Event event, TaskProgress row) {
    require(event instanceof Event.CheckpointComplete, "an ack out of nothing");
    Event.CheckpointComplete ack = (Event.CheckpointComplete) event;
    require(ack.task() == row.task() && ack.checkpoint().equals(was.id()), "another task's ack");
    require(
        oldJob != null
            && ack.attempt().equals(was.attempt())
            && (oldJob.isLiveAttempt(ack.attempt()) || SalvageInvariants.waits(oldJob, was)),
        "a stranger's ack");
    require(was.status().wantsAcks(), "an ack after the decision");
    require(ack.handle().equals(row.handle()), "the handle was changed");
  }

  private static void checkAttempt(JobState job) {
    AttemptState attempt = job.attempt();
    if (attempt == null) {
      require(job.unfinished().isEmpty(), "a checkpoint without an attempt");
      return;
    }
    require(attempt.number().equals(job.attemptNumber()), "the attempt's number differs");
    require(attempt.status().isLive() == job.status().hasLiveAttempt(), "job and attempt differ");
    require(attempt.running() == attempt.tasks().size(), "running tasks are miscounted");
    for (CheckpointState open : job.unfinished()) {
      require(
          open.attempt().equals(attempt.number())
              || (open.kind() == CheckpointKind.SAVEPOINT && !open.status().wantsAcks()),
          "an earlier attempt's one is undecided");
      require(
          attempt.status().isLive()
              || !open.status().wantsAcks()
              || SalvageInvariants.waits(job, open),
          "acks are wanted of a dead attempt");
    }
  }
}
