package io.cairn.coordinator.checkpoint;

import static io.cairn.coordinator.checkpoint.Invariants.require;
import static io.cairn.coordinator.checkpoint.Invariants.same;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A savepoint happens beside the others, stays until a person deletes it, and is nobody's base. */
final class SavepointInvariants {
  private SavepointInvariants() {}

  /** What one event did to one job. */
  static void check(@Nullable JobState old, Event event, JobState job) {
    checkNow(job);
    if (old == null) {
      return;
    }
    require(
        old.savepoints().stop() == null
            || Objects.equals(old.savepoints().stop(), job.savepoints().stop()),
        "a stop with a savepoint was forgotten");
    require(
        Objects.equals(old.savepoints().origin(), job.savepoints().origin()),
        "where the job began was changed");
    for (CheckpointState was : old.checkpoints().values()) {
      CheckpointState now = job.checkpoint(was.id());
      if (was.kind().isSavepoint() && !same(was, now)) {
        require(
            now != null || was.status() == CheckpointStatus.DISCARDED,
            "a savepoint that has files was forgotten");
        if (now != null && was.status() != now.status()) {
          checkChange(old, event, job, was, now);
        }
      }
    }
  }

  /** Whoever restores from a cut of another job, it is there. */
  static void checkOrigins(ClusterState state) {
    for (JobState job : state.jobs().values()) {
      RestoreOrigin origin = job.savepoints().origin();
      if (origin != null && !job.status().isEnded() && job.newestCompleted().isNone()) {
        JobState source = state.job(origin.job());
        CheckpointState savepoint = source == null ? null : source.checkpoint(origin.savepoint());
        require(
            savepoint != null && savepoint.status() == CheckpointStatus.COMPLETED,
            job.id() + " restores from a cut that is gone");
        require(
            job.counters().lastCheckpoint().compareTo(origin.savepoint()) >= 0,
            "ids below those of the job that took the savepoint");
      }
    }
  }

  private static void checkNow(JobState job) {
    Set<String> names = new HashSet<>();
    int withFiles = 0;
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      SavepointInfo info = checkpoint.savepoint();
      require((info != null) == checkpoint.kind().isSavepoint(), "a savepoint without a name");
      CheckpointState base = job.checkpoint(checkpoint.base());
      require(base == null || !base.kind().isSavepoint(), "a savepoint is a base");
      if (info != null) {
        require(checkpoint.base().isNone(), "a savepoint with a base");
        require(checkpoint.segments().size() == 0, "a savepoint holds segments of the job");
        require(
            History.belongs(checkpoint) || names.add(info.name()), "two savepoints of one name");
        withFiles += checkpoint.status() == CheckpointStatus.DISCARDED ? 0 : 1;
        checkSegments(checkpoint);
      }
    }
    require(withFiles <= SavepointRules.MAX_PER_JOB, "too many savepoints");
    CheckpointState newest = job.checkpoint(job.newestCompleted());
    require(
        newest == null || newest.kind() != CheckpointKind.SAVEPOINT,
        "a savepoint of a running job is what it restores");
  }

  private static void checkSegments(CheckpointState savepoint) {
    for (TaskProgress row : savepoint.tasks().values()) {
      SnapshotHandle handle = row.handle();
      if (handle != null) {
        for (SegmentPath path : handle.segments()) {
          require(
              path.isWrittenFor(savepoint.id(), savepoint.attempt()),
              "a savepoint needs a file that is not its own");
        }
      }
    }
  }

  private static void checkChange(
      JobState old, Event event, JobState job, CheckpointState was, CheckpointState now) {
    if (was.status() == CheckpointStatus.COMPLETED) {
      require(
          event instanceof Event.SavepointDeleted deleted
              && was.savepoint() != null
              && deleted.name().equals(was.savepoint().name()),
          "a savepoint was given up without a person");
    }
    if (now.kind() == CheckpointKind.SAVEPOINT && now.status() == CheckpointStatus.ABORTED) {
      require(now.abort() != AbortReason.NEWER_COMPLETION, "a savepoint gave way to a checkpoint");
      require(
          now.abort() != AbortReason.NEWER_ATTEMPT || was.status().wantsAcks(),
          "a durable savepoint gave way to an attempt");
    }
    if (now.kind() == CheckpointKind.SAVEPOINT && now.status() == CheckpointStatus.COMPLETED) {
      require(old.newestCompleted().equals(job.newestCompleted()), "a savepoint is progress");
      require(old.budget().equals(job.budget()), "a savepoint is progress");
      for (CheckpointState other : old.checkpoints().values()) {
        require(
            other.id().equals(now.id())
                || job.status().isEnded()
                || other.equals(job.checkpoint(other.id())),
            "a savepoint changed checkpoint " + other.id());
      }
    }
  }
}
