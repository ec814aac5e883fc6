package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.MetadataStamp;
import io.cairn.coordinator.codec.MetadataCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A bug to plant: a checkpoint that was aborted while COMMITTING is published too. */
public final class PublishAborted {
  private PublishAborted() {}

  /** In the place of {@code JobState.completed} in {@code FileDuties.publish}. */
  public static List<CheckpointState> completed(JobState job) {
    List<CheckpointState> all = new ArrayList<>(job.completed());
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      if (checkpoint.status() == CheckpointStatus.ABORTED
          && checkpoint.acks() == checkpoint.taskCount()) {
        all.add(checkpoint);
      }
    }
    return all;
  }

  /** In the place of {@code MetadataFiles.publish}: without a stamp whatever is there will do. */
  public static void publish(
      MetadataFiles files, String directory, MetadataStamp stamp, Supplier<byte[]> again)
      throws IOException {
    boolean none = stamp.equals(MetadataStamp.NONE);
    files.publish(directory, none ? MetadataCodec.stampOf(again.get()) : stamp, again);
  }
}
