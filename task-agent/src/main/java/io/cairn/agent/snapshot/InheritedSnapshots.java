package io.cairn.agent.snapshot;

import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.storage.snapshot.StoredSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The snapshots that an earlier process of this agent left on this disk. One whose checkpoint still
 * waits for acks is uploaded by this process instead, whatever incarnation it has: the snapshot is
 * the job's, attempt's and checkpoint's, not the process's. Owned by the agent's thread.
 */
final class InheritedSnapshots {
  private final LocalSnapshots local;
  private final Set<SnapshotId> waiting = new HashSet<>();

  /** All that is here now, before any task of this process has run. */
  InheritedSnapshots(LocalSnapshots local) {
    this.local = local;
    local.oneOfEachJob().forEach(id -> waiting.addAll(local.ofJob(id.jobId())));
  }

  /** Those whose acks the job waits for; each is given once. */
  List<JournalEntry> takeWanted(JobView view) {
    List<JournalEntry> wanted = new ArrayList<>();
    for (RunningCheckpoint running : view.getRunningList()) {
      for (SnapshotId id : List.copyOf(waiting)) {
        if (running.getAcksWanted()
            && id.jobId() == view.getJobId()
            && id.attempt() == view.getAttempt()
            && id.checkpointId() == running.getCheckpointId()
            && waiting.remove(id)) {
          local.entry(id).ifPresent(wanted::add);
        }
      }
    }
    return wanted;
  }

  /** What the earlier process had uploaded for a checkpoint; empty if that is not known here. */
  Optional<StoredSnapshot> stored(long jobId, int task, long checkpointId) {
    return checkpointId <= 0
        ? Optional.empty()
        : local
            .find(jobId, checkpointId, task)
            .flatMap(JournalEntry::handle)
            .map(SnapshotHandles::fromWire);
  }

  void forgetJob(long jobId) {
    waiting.removeIf(id -> id.jobId() == jobId);
  }
}
