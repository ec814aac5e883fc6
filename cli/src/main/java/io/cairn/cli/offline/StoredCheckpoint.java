package io.cairn.cli.offline;

import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.coordinator.codec.StoredMetadata;
import io.cairn.coordinator.leader.StorePaths;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.Bytes;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint as its metadata file tells it, without a cluster. Immutable.
 *
 * @param jobRoot to which the segments' paths are relative
 * @param directory of the checkpoint
 */
public record StoredCheckpoint(String jobRoot, String directory, StoredMetadata metadata) {
  private static final long MAX_METADATA_BYTES = 256L << 20;

  /** One task: its name, such as {@code count/3}, and where its snapshot lies. */
  public record Task(String name, StoredSnapshot snapshot) {}

  /**
   * Reads the metadata of a published checkpoint.
   *
   * @throws CorruptSnapshotException naming the file, if it is missing, damaged or of another place
   * @throws IOException if the store cannot be read now
   */
  public static StoredCheckpoint read(BlobStore store, String jobRoot, String directory)
      throws IOException {
    String path = StorePaths.metadata(directory);
    byte[] file;
    try (BlobInput in = store.open(path)) {
      if (in.length() > MAX_METADATA_BYTES) {
        throw corrupt(path, MAX_METADATA_BYTES, "is too long for metadata");
      }
      file = new byte[(int) in.length()];
      in.readFully(0, file, 0, file.length);
    } catch (NoSuchFileException e) {
      boolean pending = store.exists(StorePaths.pending(directory));
      throw corrupt(
          path, 0, pending ? "is missing: the checkpoint was not published" : "is missing");
    }
    try {
      return new StoredCheckpoint(jobRoot, directory, MetadataCodec.decode(file));
    } catch (CorruptSnapshotException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw corrupt(path, 0, String.valueOf(e.getMessage()));
    }
  }

  /** The tasks in their order. */
  public List<Task> tasks() throws CorruptSnapshotException {
    JobGraph graph = metadata.spec().graph();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < metadata.handles().size(); i++) {
      try {
        tasks.add(new Task(graph.taskName(i), snapshot(metadata.handles().get(i))));
      } catch (IllegalArgumentException e) {
        throw new CorruptSnapshotException(
            StorePaths.metadata(directory), 0, graph.taskName(i), "its handle: " + e.getMessage());
      }
    }
    return tasks;
  }

  private static StoredSnapshot snapshot(SnapshotHandle handle) {
    return new StoredSnapshot(
        handle.segment().map(SegmentPath::value).orElse(""),
        handle.indexOffset(),
        handle.indexLength(),
        handle.indexCrc32c(),
        handle.segments().stream().map(SegmentPath::value).toList(),
        handle.stateBytes(),
        0,
        Bytes.copyOf(handle.inline().toArray()));
  }

  private static CorruptSnapshotException corrupt(String path, long offset, String problem) {
    return new CorruptSnapshotException(path, offset, "", problem);
  }
}
