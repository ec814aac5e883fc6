package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.SegmentPath;

/**
 * Where things lie in the blob store, relative to its root. Agents write segments by the same rule.
 */
public final class StorePaths {
  private StorePaths() {}

  /** A job's root, to which the paths in handles are relative. */
  public static String job(JobId job) {
    return "jobs/" + job.value();
  }

  /** The directory of a checkpoint's metadata. */
  public static String checkpoint(JobId job, CheckpointId checkpoint) {
    return job(job) + "/checkpoints/" + checkpoint.value();
  }

  /** A segment of the job. */
  public static String segment(JobId job, SegmentPath segment) {
    return job(job) + "/" + segment.value();
  }

  /** What is written before the log decides. */
  public static String pending(String checkpointDirectory) {
    return metadata(checkpointDirectory) + ".pending";
  }

  /** What a restore reads. */
  public static String metadata(String checkpointDirectory) {
    return checkpointDirectory + "/_metadata";
  }
}
