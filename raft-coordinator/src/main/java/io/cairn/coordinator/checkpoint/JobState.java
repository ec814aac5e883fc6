package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One job with its newest attempt and its checkpoints.
 *
 * @param id allocated at its submission
 * @param spec what it is
 * @param specHash hash of the specification, computed once
 * @param status where it stands
 * @param reason why it last failed or ended; empty when it never did
 * @param draining whether a person asked for DRAIN
 * @param attempt the newest attempt; null before the first
 * @param budget of restarts
 * @param counters ids allocated, and totals
 * @param newestCompleted the newest COMPLETED checkpoint; it is always retained
 * @param checkpoints unfinished, retained and history, by id
 * @param files needed and condemned segments
 * @param schedule the settings in force; those of the specification are only the first ones
 * @param savepoints the one it is to stop with, the one it began from, and its parallelism
 */
public record JobState(
    JobId id,
    JobSpec spec,
    long specHash,
    JobStatus status,
    String reason,
    boolean draining,
    @Nullable AttemptState attempt,
    RestartBudget budget,
    JobCounters counters,
    CheckpointId newestCompleted,
    HashedMap<CheckpointId, CheckpointState> checkpoints,
    JobFiles files,
    CheckpointSchedule schedule,
    JobSavepoints savepoints)
    implements Hashed {

  static JobState submitted(JobId id, JobSpec spec) {
    return new JobState(
        id,
        spec,
        spec.computeHash(),
        JobStatus.SUBMITTED,
        "",
        false,
        null,
        RestartBudget.FRESH,
        JobCounters.ZERO,
        CheckpointId.NONE,
        HashedMap.empty(),
        JobFiles.EMPTY,
        CheckpointSchedule.of(spec.policy()),
        JobSavepoints.NONE);
  }

  /** The policy in force now; that of the specification is the one the job was submitted with. */
  public CheckpointPolicy policy() {
    return schedule.policy();
  }

  /** What parallelism it is to have, and had; that of now is in the specification. */
  public JobScale scale() {
    return savepoints.scale();
  }

  /** The graph that a checkpoint was taken with: the job may have been rescaled since. */
  public JobGraph graphOf(CheckpointState checkpoint) {
    return scale().graphOf(checkpoint.attempt(), spec.graph());
  }

  /** Number of the newest attempt; NONE before the first. */
  public Attempt attemptNumber() {
    return counters.lastAttempt();
  }

  /** Whether the number is that of an attempt that is deployed now. */
  public boolean isLiveAttempt(Attempt number) {
    return attempt != null && attempt.status().isLive() && attempt.number().equals(number);
  }

  /** The checkpoint, or null when it never was or its history row is gone. */
  public @Nullable CheckpointState checkpoint(CheckpointId checkpointId) {
    return checkpoints.get(checkpointId);
  }

  /** REQUESTING, EXECUTING and COMMITTING ones, ascending. */
  public List<CheckpointState> unfinished() {
    return withStatus(CheckpointStatus::isUnfinished);
  }

  /** COMPLETED ones, ascending: those that are retained, and the savepoints. */
  public List<CheckpointState> completed() {
    return withStatus(status -> status == CheckpointStatus.COMPLETED);
  }

  /** COMPLETED ones that are no savepoint, ascending: as many as the policy retains. */
  public List<CheckpointState> retained() {
    return completed().stream().filter(checkpoint -> !checkpoint.kind().isSavepoint()).toList();
  }

  /** Number of unfinished ones that count for the policy: all but a SAVEPOINT. */
  public int unfinishedProgress() {
    int count = 0;
    for (CheckpointState open : unfinished()) {
      count += open.kind().isProgress() ? 1 : 0;
    }
    return count;
  }

  /** SUBSUMED and ABORTED ones, ascending: their metadata, if any, is to be deleted. */
  public List<CheckpointState> discardable() {
    return withStatus(
        status -> status == CheckpointStatus.SUBSUMED || status == CheckpointStatus.ABORTED);
  }

  /** Every id up to this one is decided. */
  public CheckpointId settled() {
    List<CheckpointState> open = unfinished();
    return open.isEmpty()
        ? counters.lastCheckpoint()
        : new CheckpointId(open.get(0).id().value() - 1);
  }

  private List<CheckpointState> withStatus(Predicate<CheckpointStatus> wanted) {
    List<CheckpointState> found = new ArrayList<>();
    for (CheckpointState checkpoint : checkpoints.values()) {
      if (wanted.test(checkpoint.status())) {
        found.add(checkpoint);
      }
    }
    return found;
  }

  JobState withScale(JobScale now) {
    return withSavepoints(savepoints.withScale(now));
  }

  JobState withSpec(JobSpec now) {
    return new JobState(
        id,
        now,
        now.computeHash(),
        status,
        reason,
        draining,
        attempt,
        budget,
        counters,
        newestCompleted,
        checkpoints,
        files,
        schedule,
        savepoints);
  }

  JobState withStatus(JobStatus now) {
    return new JobState(
        id,
        spec,
        specHash,
        now,
        reason,
        draining,
        attempt,
        budget,
        counters,
        newestCompleted,
        checkpoints,
        files,
        schedule,
        savepoints);
  }

  JobState withReason(String now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        now,
        draining,
        attempt,
        budget,
        counters,
        newestCompleted,
        checkpoints,
        files,
        schedule,
        savepoints);
  }

  JobState withDraining(boolean now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        now,
        attempt,
        budget,
        counters,
        newestCompleted,
        checkpoints,
        files,
        schedule,
        savepoints);
  }

  JobState withAttempt(AttemptState now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        draining,
        now,
        budget,
        counters,
        newestCompleted,
        checkpoints,
        files,
        schedule,
        savepoints);
  }

  JobState withBudget(RestartBudget now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        draining,
        attempt,
        now,
        counters,
        newestCompleted,
        checkpoints,
        files,
        schedule,
        savepoints);
  }

  JobState withCounters(JobCounters now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        draining,
        attempt,
        budget,
        now,
        newestCompleted,
        checkpoints,
        files,
        schedule,
        savepoints);
  }

  JobState withNewestCompleted(CheckpointId now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        draining,
        attempt,
        budget,
        counters,
        now,
        checkpoints,
        files,
        schedule,
        savepoints);
  }

  JobState withCheckpoints(HashedMap<CheckpointId, CheckpointState> now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        draining,
        attempt,
        budget,
        counters,
        newestCompleted,
        now,
        files,
        schedule,
        savepoints);
  }

  JobState withFiles(JobFiles now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        draining,
        attempt,
        budget,
        counters,
        newestCompleted,
        checkpoints,
        now,
        schedule,
        savepoints);
  }

  JobState withSchedule(CheckpointSchedule now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        draining,
        attempt,
        budget,
        counters,
        newestCompleted,
        checkpoints,
        files,
        now,
        savepoints);
  }

  JobState withSavepoints(JobSavepoints now) {
    return new JobState(
        id,
        spec,
        specHash,
        status,
        reason,
        draining,
        attempt,
        budget,
        counters,
        newestCompleted,
        checkpoints,
        files,
        schedule,
        now);
  }

  JobState with(CheckpointState checkpoint) {
    return withCheckpoints(checkpoints.plus(checkpoint.id(), checkpoint));
  }

  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("job").add(id.value()).add(specHash).add(status.code()).add(reason);
    hash.add(draining).add(attempt == null ? 0 : attempt.stateHash());
    hash.add(budget.failuresInRow()).add(budget.notBeforeElapsedMillis());
    counters.addTo(hash);
    hash.add(newestCompleted.value()).add(checkpoints.sum()).add(files.condemned().sum());
    if (!schedule.equals(CheckpointSchedule.of(spec.policy()))) { // else as in older logs
      schedule.addTo(hash);
    }
    savepoints.addTo(hash);
    return hash.end();
  }
}
