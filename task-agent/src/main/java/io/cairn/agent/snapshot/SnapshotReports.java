package io.cairn.agent.snapshot;

import io.cairn.protocol.v1.CheckpointComplete;
import java.time.Duration;

/** Hears what becomes of the snapshots. Any thread; must not block. */
public interface SnapshotReports {

  /** It is durable on this agent's disk and in its journal. */
  void local(SnapshotId id);

  /** An earlier process of this agent took it; this one uploads it, or only says that it was. */
  void resumed(SnapshotId id);

  /** It is durable in the blob store. */
  void uploaded(SnapshotId id, long bytes, Duration took);

  /** The ack for it. */
  void complete(CheckpointComplete ack);

  /** It cannot be uploaded, ever. */
  void declined(SnapshotId id, String reason);
}
