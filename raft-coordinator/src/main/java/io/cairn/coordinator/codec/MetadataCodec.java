package io.cairn.coordinator.codec;

import com.google.protobuf.CodedOutputStream;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Coded;
import io.cairn.coordinator.checkpoint.CounterFloors;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.MetadataStamp;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.TaskProgress;
import io.cairn.protocol.v1.CheckpointMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Metadata files: magic {@code CRNMETA1}, a CheckpointMetadata message, CRC32C of both (4 bytes,
 * big-endian). The bytes depend on the checkpoint alone: every leader writes the same ones.
 */
public final class MetadataCodec {
  private static final byte[] MAGIC = "CRNMETA1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private MetadataCodec() {}

  /**
   * The file of a checkpoint that every task has acknowledged.
   *
   * @throws IllegalArgumentException when it is not in the state, or an ack is missing
   */
  public static byte[] encode(ClusterState state, JobId jobId, CheckpointId id) {
    JobState job = state.job(jobId);
    CheckpointState checkpoint = job == null ? null : job.checkpoint(id);
    if (job == null || checkpoint == null) {
      throw new IllegalArgumentException("no checkpoint " + id + " of " + jobId);
    }
    return encode(state.clusterId(), job, checkpoint);
  }

  /**
   * The file of a checkpoint that every task has acknowledged.
   *
   * @throws IllegalArgumentException when an ack is missing
   */
  public static byte[] encode(String clusterId, JobState job, CheckpointState checkpoint) {
    List<SnapshotHandle> handles = handles(checkpoint);
    CheckpointMetadata before =
        CheckpointMetadata.newBuilder()
            .setVersion(VERSION)
            .setClusterId(clusterId)
            .setJobId(job.id().value())
            .setSpec(SpecCodec.encode(job.spec().withGraph(job.graphOf(checkpoint))))
            .setCheckpointId(checkpoint.id().value())
            .setAttempt(checkpoint.attempt().value())
            .setKindValue(checkpoint.kind().code())
            .setRequestedWallMillis(checkpoint.requestedWallMillis())
            .build();
    CheckpointMetadata.Builder after =
        CheckpointMetadata.newBuilder()
            .setFloors(
                io.cairn.protocol.v1.CounterFloors.newBuilder()
                    .setJobId(checkpoint.floors().job())
                    .setIncarnation(checkpoint.floors().incarnation())
                    .setCheckpointId(checkpoint.id().value())
                    .setAttempt(checkpoint.attempt().value()));
    if (checkpoint.savepoint() != null) {
      after.setSavepoint(checkpoint.savepoint().name());
    }
    return frame(before, handles, after.build());
  }

  private static List<SnapshotHandle> handles(CheckpointState checkpoint) {
    List<SnapshotHandle> handles = new ArrayList<>(checkpoint.taskCount());
    for (TaskProgress row : checkpoint.tasks().values()) {
      if (row.handle() != null) {
        handles.add(row.handle());
      }
    }
    if (handles.size() != checkpoint.taskCount()) {
      throw new IllegalArgumentException(
          "checkpoint "
              + checkpoint.id()
              + " has "
              + handles.size()
              + " of "
              + checkpoint.taskCount()
              + " acks");
    }
    return handles;
  }

  /** Length and checksum of a file, for MetadataDurable. */
  public static MetadataStamp stampOf(byte[] file) {
    return new MetadataStamp(file.length, crc(file, Math.max(0, file.length - Integer.BYTES)));
  }

  /** Whether the checksum at the file's end is that of what is before it. */
  public static boolean endsWithItsChecksum(byte[] file) {
    int end = file.length - Integer.BYTES;
    return end >= 0 && ByteBuffer.wrap(file).getInt(end) == crc(file, end);
  }

  /**
   * What the file says.
   *
   * @throws IOException when it is damaged or of another version: nothing may be concluded from it
   */
  public static StoredMetadata decode(byte[] file) throws IOException {
    int end = file.length - Integer.BYTES;
    if (end < MAGIC.length || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("not a checkpoint's metadata: the magic is missing");
    }
    if (!endsWithItsChecksum(file)) {
      throw new IOException("the checkpoint's metadata is damaged: the checksum differs");
    }
    CheckpointMetadata message =
        CheckpointMetadata.parseFrom(
            new ByteArrayInputStream(file, MAGIC.length, end - MAGIC.length));
    if (message.getVersion() != VERSION) {
      throw new IOException("checkpoint metadata of the unknown version " + message.getVersion());
    }
    try {
      return translate(message);
    } catch (IllegalArgumentException e) {
      throw new IOException("the checkpoint's metadata is invalid: " + e.getMessage(), e);
    }
  }

  private static StoredMetadata translate(CheckpointMetadata message) {
    return new StoredMetadata(
        message.getClusterId(),
        new JobId(message.getJobId()),
        SpecCodec.decode(message.getSpec()),
        new CheckpointId(message.getCheckpointId()),
        new Attempt(message.getAttempt()),
        Coded.of(CheckpointKind.class, message.getKindValue()),
        message.getRequestedWallMillis(),
        message.getHandlesList().stream().map(HandleCodec::decode).toList(),
        new CounterFloors(message.getFloors().getJobId(), message.getFloors().getIncarnation()),
        message.getSavepoint());
  }

  /** The fields lie in the order of their numbers, the handles between the others. */
  private static byte[] frame(
      CheckpointMetadata before, List<SnapshotHandle> handles, CheckpointMetadata after) {
    HandleWriter writer = new HandleWriter();
    int size = before.getSerializedSize() + after.getSerializedSize();
    for (SnapshotHandle handle : handles) {
      size += writer.size(handle);
    }
    byte[] file = new byte[MAGIC.length + size + Integer.BYTES];
    System.arraycopy(MAGIC, 0, file, 0, MAGIC.length);
    CodedOutputStream out = CodedOutputStream.newInstance(file, MAGIC.length, size);
    out.useDeterministicSerialization();
    try {
      before.writeTo(out);
      for (SnapshotHandle handle : handles) {
        writer.write(handle, out);
      }
      after.writeTo(out);
      out.flush();
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer.wrap(file).putInt(file.length - Integer.BYTES, crc(file, MAGIC.length + size));
    return file;
  }

  private static int crc(byte[] file, int length) {
    CRC32C crc = new CRC32C();
    crc.update(file, 0, length);
    return (int) crc.getValue();
  }
}
