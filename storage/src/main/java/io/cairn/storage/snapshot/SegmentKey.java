package io.cairn.storage.snapshot;

import java.util.UUID;

/** What the snapshots in one segment have in common; a segment lives and dies with it. */
record SegmentKey(String jobRoot, long checkpointId, long attempt, String agentId) {

  /** The job's number, as its root says it. */
  String job() {
    String[] parts = jobRoot.split("/", -1);
    return parts.length > 1 ? parts[1] : jobRoot;
  }

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
