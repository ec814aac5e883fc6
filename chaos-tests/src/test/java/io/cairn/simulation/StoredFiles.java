package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.SavepointInfo;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.TaskProgress;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What is in the blob store, by its true listing, against what the log says should be. */
final class StoredFiles {
  private final InMemoryBlobStore files;
  private final Set<String> condemned = new HashSet<>();

  StoredFiles(InMemoryBlobStore files) {
    this.files = files;
  }

  /** Everything that a COMPLETED checkpoint needs is there, byte for byte. */
  void completed(JobState job, CheckpointState checkpoint) {
    String root = root(checkpoint);
    for (TaskProgress row : checkpoint.tasks().values()) {
      SnapshotHandle handle = row.handle();
      for (SegmentPath path : handle.segments()) {
        byte[] file = read(job, root + path.value());
        Violation.unless(file != null, "checkpoint %s lacks %s", checkpoint.id(), path);
        Violation.unless(
            new String(file, 0, path.value().length(), java.nio.charset.StandardCharsets.US_ASCII)
                .equals(path.value()),
            "%s has other bytes",
            path);
      }
      byte[] own = read(job, root + handle.segment().orElseThrow().value());
      int from = (int) handle.indexOffset();
      byte[] state = Arrays.copyOfRange(own, from, from + handle.indexLength());
      Violation.unless(
          Uploads.crc(state) == handle.indexCrc32c(), "%s is damaged", handle.segment());
    }
    String path = metadata(checkpoint);
    byte[] pending = read(job, path + ".pending");
    byte[] metadata = pending == null ? read(job, path) : pending;
    Violation.unless(
        metadata != null && MetadataCodec.stampOf(metadata).equals(checkpoint.metadata()),
        "checkpoint %s is COMPLETED without its metadata in the store",
        checkpoint.id());
  }

  /** What paths in its handles are relative to: a savepoint has all that it needs in its own. */
  private static String root(CheckpointState checkpoint) {
    SavepointInfo info = checkpoint.savepoint();
    return info == null ? "" : "savepoints/" + info.name() + "-" + checkpoint.id().value() + "/";
  }

  private static String metadata(CheckpointState checkpoint) {
    String own =
        checkpoint.savepoint() == null ? "checkpoints/" + checkpoint.id().value() + "/" : "";
    return own + root(checkpoint) + "_metadata";
  }

  /** The id in the path of a checkpoint's directory, or of something in it. */
  static CheckpointId checkpointIn(String path) {
    String directory = path.split("/", 5)[3];
    return new CheckpointId(Long.parseLong(directory.substring(directory.lastIndexOf('-') + 1)));
  }

  /** Whether the checkpoint's metadata can be restored from. */
  boolean isPublished(JobState job, CheckpointState checkpoint) {
    byte[] metadata = read(job, metadata(checkpoint));
    return metadata != null && MetadataCodec.stampOf(metadata).equals(checkpoint.metadata());
  }

  /** Takes note of what may be deleted from now on. */
  void condemned(JobState job) {
    for (SegmentPath path : job.files().condemned().all()) {
      if (condemned.add(job.id().value() + "/" + path)) {
        Violation.unless(!isNeeded(job, path), "%s is condemned and needed", path);
      }
    }
  }

  /** A deletion of a segment begins. */
  void mayDelete(JobState job, String path) {
    Violation.unless(job != null, "%s of an unknown job is deleted", path);
    SegmentPath segment = new SegmentPath(path);
    Violation.unless(!isNeeded(job, segment), "%s is deleted and needed", path);
    Violation.unless(
        condemned.contains(job.id().value() + "/" + path), "%s is deleted uncondemned", path);
  }

  /** By the acks themselves, not by the product's own count of holders. */
  private static boolean isNeeded(JobState job, SegmentPath path) {
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      if (checkpoint.status().isUnfinished() || checkpoint.status() == CheckpointStatus.COMPLETED) {
        for (TaskProgress row : checkpoint.tasks().values()) {
          if (row.isAcked() && row.handle().segments().contains(path)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Files of the job that no checkpoint holds and that are not condemned. */
  void countOrphans(World world, JobState job) {
    String root = "jobs/" + job.id().value() + "/";
    for (String file : files.paths()) {
      if (file.startsWith(root + "segments/")) {
        SegmentPath path = new SegmentPath(file.substring(root.length()));
        if (!job.files().isLive(path) && !job.files().condemned().contains(path)) {
          world.count("orphan: segment");
        }
      } else if (file.startsWith(root + "checkpoints/") && isOrphan(job, file)) {
        world.count("orphan: metadata");
      } else if (file.startsWith(root + "savepoints/") && isOrphan(job, file)) {
        world.count("orphan: of a savepoint");
      }
    }
  }

  private static boolean isOrphan(JobState job, String file) {
    CheckpointState checkpoint = job.checkpoint(checkpointIn(file));
    return checkpoint == null || checkpoint.status() == CheckpointStatus.DISCARDED;
  }

  private byte[] read(JobState job, String path) {
    try {
      return files.read("jobs/" + job.id().value() + "/" + path);
    } catch (IOException e) {
      return null;
    }
  }
}
