package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.SavepointInfo;
import io.cairn.coordinator.checkpoint.SavepointName;
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

  /** The directory of a checkpoint's metadata; of a savepoint, of all its files. */
  public static String checkpoint(JobId job, CheckpointState checkpoint) {
    SavepointInfo info = checkpoint.savepoint();
    return job(job)
        + "/"
        + (info == null
            ? "checkpoints/" + checkpoint.id().value()
            : SavepointName.directory(info.name(), checkpoint.id()));
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
