package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * One checkpoint, from its request until its history row is dropped.
 *
 * @param id within the job
 * @param kind why it was requested
 * @param attempt the attempt that takes it
 * @param base the COMPLETED checkpoint its increments build on, pinned while it is unfinished
 * @param requestedElapsedMillis cluster's elapsed time at the request: its budget counts from here
 * @param requestedWallMillis wall clock at the request, for display
 * @param taskCount number of tasks of the job
 * @param floors counters of the cluster at the request
 * @param status where it stands
 * @param endedElapsedMillis when it was COMPLETED or ABORTED; 0 before
 * @param cause why it was ABORTED, kept when DISCARDED
 * @param tally counts and sums over the tasks, kept when the rows are dropped
 * @param tasks a row per task that has reported; dropped with age once it is history
 * @param segments which its acks name; held from deletion while it is unfinished, COMPLETED or
 *     pinned. Empty for a savepoint: its directory lives and dies as a whole
 * @param metadata length and checksum, when COMPLETED once
 * @param savepoint its name and who asked, when it is a savepoint; else null
 * @param salvage why it outlived its attempt, when it did; else empty
 */
public record CheckpointState(
    CheckpointId id,
    CheckpointKind kind,
    Attempt attempt,
    CheckpointId base,
    long requestedElapsedMillis,
    long requestedWallMillis,
    int taskCount,
    CounterFloors floors,
    CheckpointStatus status,
    long endedElapsedMillis,
    @Nullable AbortCause cause,
    CheckpointTally tally,
    TaskRows tasks,
    SegmentSet segments,
    MetadataStamp metadata,
    @Nullable SavepointInfo savepoint,
    String salvage)
    implements Hashed {

  /** Elapsed time of the cluster at which an unfinished one may be aborted for TIMEOUT. */
  public long deadlineElapsedMillis(CheckpointPolicy policy) {
    long deadline = requestedElapsedMillis + policy.timeoutMillis();
    return deadline < 0 ? Long.MAX_VALUE : deadline;
  }

  /** Why it was ABORTED, for programs; null when it was not. */
  public @Nullable AbortReason abort() {
    return cause == null ? null : cause.reason();
  }

  /** More about the abort; empty when there is none. */
  public String detail() {
    return cause == null ? "" : cause.detail();
  }

  /** Number of acks. */
  public int acks() {
    return tally.acks();
  }

  /** Whether the task has acknowledged. */
  public boolean isAcked(int task) {
    TaskProgress progress = tasks.get(task);
    return progress != null && progress.isAcked();
  }

  /** Milliseconds from the request to the end, by the cluster's elapsed time; 0 when unfinished. */
  public long durationMillis() {
    return endedElapsedMillis == 0 ? 0 : endedElapsedMillis - requestedElapsedMillis;
  }

  /** Whether it was COMPLETED once. */
  public boolean wasCompleted() {
    return metadata.length() > 0;
  }

  CheckpointState withStatus(CheckpointStatus to) {
    return new CheckpointState(
        id,
        kind,
        attempt,
        base,
        requestedElapsedMillis,
        requestedWallMillis,
        taskCount,
        floors,
        to,
        endedElapsedMillis,
        cause,
        tally,
        tasks,
        segments,
        metadata,
        savepoint,
        salvage);
  }

  CheckpointState withProgress(
      CheckpointStatus to, CheckpointTally nowTally, TaskProgress row, SegmentSet nowSegments) {
    return withRows(to, nowTally, tasks.plus(row), nowSegments);
  }

  CheckpointState withRows(
      CheckpointStatus to, CheckpointTally nowTally, TaskRows nowTasks, SegmentSet nowSegments) {
    return new CheckpointState(
        id,
        kind,
        attempt,
        base,
        requestedElapsedMillis,
        requestedWallMillis,
        taskCount,
        floors,
        to,
        endedElapsedMillis,
        cause,
        nowTally,
        nowTasks,
        nowSegments,
        metadata,
        savepoint,
        salvage);
  }

  CheckpointState completed(long elapsedMillis, MetadataStamp stamp) {
    return new CheckpointState(
        id,
        kind,
        attempt,
        base,
        requestedElapsedMillis,
        requestedWallMillis,
        taskCount,
        floors,
        CheckpointStatus.COMPLETED,
        elapsedMillis,
        cause,
        tally,
        tasks,
        segments,
        stamp,
        savepoint,
        salvage);
  }

  CheckpointState aborted(long elapsedMillis, AbortCause why) {
    return new CheckpointState(
        id,
        kind,
        attempt,
        base,
        requestedElapsedMillis,
        requestedWallMillis,
        taskCount,
        floors,
        CheckpointStatus.ABORTED,
        elapsedMillis,
        why,
        tally,
        tasks,
        segments,
        metadata,
        savepoint,
        salvage);
  }

  CheckpointState withoutSegments() {
    return new CheckpointState(
        id,
        kind,
        attempt,
        base,
        requestedElapsedMillis,
        requestedWallMillis,
        taskCount,
        floors,
        status,
        endedElapsedMillis,
        cause,
        tally,
        tasks,
        SegmentSet.EMPTY,
        metadata,
        savepoint,
        salvage);
  }

  CheckpointState withSavepoint(SavepointInfo info) {
    return new CheckpointState(
        id,
        kind,
        attempt,
        base,
        requestedElapsedMillis,
        requestedWallMillis,
        taskCount,
        floors,
        status,
        endedElapsedMillis,
        cause,
        tally,
        tasks,
        segments,
        metadata,
        info,
        salvage);
  }

  /** Its attempt is over; its snapshots are all on disks, and it waits for their uploads. */
  CheckpointState salvaged(String why) {
    return new CheckpointState(
        id,
        kind,
        attempt,
        base,
        requestedElapsedMillis,
        requestedWallMillis,
        taskCount,
        floors,
        status,
        endedElapsedMillis,
        cause,
        tally,
        tasks,
        segments,
        metadata,
        savepoint,
        why);
  }

  CheckpointState withoutRows() {
    return new CheckpointState(
        id,
        kind,
        attempt,
        base,
        requestedElapsedMillis,
        requestedWallMillis,
        taskCount,
        floors,
        status,
        endedElapsedMillis,
        cause,
        tally,
        TaskRows.empty(),
        segments,
        metadata,
        savepoint,
        salvage);
  }

  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("checkpoint").add(id.value()).add(kind.code()).add(attempt.value());
    hash.add(base.value()).add(requestedElapsedMillis).add(requestedWallMillis).add(taskCount);
    hash.add(floors.job()).add(floors.incarnation());
    hash.add(status.code()).add(endedElapsedMillis);
    hash.add(cause == null ? 0 : cause.reason().code());
    hash.add(detail()).add(tasks.sum()).add(tasks.size()).add(segments.sum());
    tally.addTo(hash);
    if (cause != null) {
      cause.addTo(hash);
    }
    if (savepoint != null) { // else as in older logs
      savepoint.addTo(hash);
    }
    if (!salvage.isEmpty()) { // else as in older logs
      hash.add("salvage").add(salvage);
    }
    return hash.add(metadata.length()).add(metadata.crc32c()).end();
  }
}
