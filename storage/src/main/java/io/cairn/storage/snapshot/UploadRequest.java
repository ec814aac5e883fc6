package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one task's local snapshot to be uploaded.
 *
 * @param jobRoot the job's root, a path in the blob store, such as {@code jobs/7}
 * @param checkpointId positive
 * @param attempt positive; the attempt of the job that took the snapshot
 * @param agentId {@code [a-z0-9][a-z0-9-]{0,31}}; part of the segment's name
 * @param task shown to people in errors, such as {@code count/3}
 * @param local the snapshot on this machine; it must stay untouched until the upload ends
 * @param base a snapshot of the same task whose blocks may be reused and are kept; null: none
 */
public record UploadRequest(
    String jobRoot,
    long checkpointId,
    long attempt,
    String agentId,
    String task,
    LocalSnapshot local,
    @Nullable StoredSnapshot base,
    UploadProgress progress) {

  private static final Pattern AGENT_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /** Checks the ids, since they become a file name. */
  public UploadRequest {
    BlobPath.check(jobRoot);
    if (checkpointId <= 0 || attempt <= 0) {
      throw new IllegalArgumentException(
          "checkpoint " + checkpointId + " and attempt " + attempt + " must be positive");
    }
    if (!AGENT_ID.matcher(agentId).matches()) {
      throw new IllegalArgumentException("agent id \"" + agentId + "\" must match " + AGENT_ID);
    }
  }

  /** What a segment holds snapshots of. */
  SegmentKey segmentKey() {
    return new SegmentKey(jobRoot, checkpointId, attempt, agentId);
  }
}
