package io.cairn.storage.snapshot;

import java.util.UUID;

/** What the snapshots in one segment have in common; a segment lives and dies with it. */
record SegmentKey(String jobRoot, long checkpointId, long attempt, String agentId) {

  /** A path, relative to the job's root, that was never used before. */
  String newSegmentPath() {
    return "segments/"
        + checkpointId
        + "-"
        + attempt
        + "-"
        + agentId
        + "-"
        + UUID.randomUUID()
        + ".seg";
  }
}
