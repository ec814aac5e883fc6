package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * One task's part of a checkpoint.
 *
 * @param task dense index
 * @param phase how far it is
 * @param localLogged whether LOCAL was logged, on the way or before the ack
 * @param handle where the snapshot lies; present exactly when ACKED
 * @param stats how it went; {@link SnapshotStats#NONE} before the ack
 * @param sinceWallMillis wall clock when it came into this phase, for display and not hashed; 0
 *     when it is not known, and with ACKED
 */
public record TaskProgress(
    int task,
    SnapshotPhase phase,
    boolean localLogged,
    @Nullable SnapshotHandle handle,
    SnapshotStats stats,
    long sinceWallMillis)
    implements Hashed {
  /** Checks that a handle is there exactly when ACKED. */
  public TaskProgress {
    if ((phase == SnapshotPhase.ACKED) != (handle != null)) {
      throw new IllegalArgumentException("a task's snapshot has a handle exactly when ACKED");
    }
  }

  /** As above, without the time. */
  public TaskProgress(
      int task,
      SnapshotPhase phase,
      boolean localLogged,
      @Nullable SnapshotHandle handle,
      SnapshotStats stats) {
    this(task, phase, localLogged, handle, stats, 0);
  }

  /** Whether the snapshot is durable in the blob store. */
  public boolean isAcked() {
    return phase == SnapshotPhase.ACKED;
  }

  @Override
  public long stateHash() {
    Hash64 hash = Hash64.of("progress").add(task).add(phase.code()).add(localLogged);
    hash.add(stats.alignMillis()).add(stats.localMillis());
    hash.add(stats.uploadMillis()).add(stats.uploadedBytes()).add(handle != null);
    if (handle != null) {
      handle.addTo(hash);
    }
    return hash.end();
  }
}
