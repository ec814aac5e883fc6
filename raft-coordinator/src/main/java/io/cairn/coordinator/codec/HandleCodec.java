package io.cairn.coordinator.codec;

import com.google.protobuf.ByteString;
import io.cairn.coordinator.checkpoint.Bytes;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import java.util.List;
import java.util.Optional;

/** Snapshot handles and statistics; decoders throw IllegalArgumentException. */
public final class HandleCodec {
  private HandleCodec() {}

  /** The handle as a message. */
  public static io.cairn.protocol.v1.SnapshotHandle encode(SnapshotHandle handle) {
    io.cairn.protocol.v1.SnapshotHandle.Builder message =
        io.cairn.protocol.v1.SnapshotHandle.newBuilder()
            .setIndexOffset(handle.indexOffset())
            .setIndexLength(handle.indexLength())
            .setIndexCrc32C(handle.indexCrc32c())
            .setStateBytes(handle.stateBytes())
            .setInline(ByteString.copyFrom(handle.inline().toArray()));
    handle.segment().ifPresent(path -> message.setSegment(path.value()));
    for (SegmentPath path : handle.segments()) {
      message.addSegments(path.value());
    }
    return message.build();
  }

  /** The handle in the message. */
  public static SnapshotHandle decode(io.cairn.protocol.v1.SnapshotHandle message) {
    return new SnapshotHandle(
        message.getSegment().isEmpty()
            ? Optional.empty()
            : Optional.of(new SegmentPath(message.getSegment())),
        message.getIndexOffset(),
        message.getIndexLength(),
        message.getIndexCrc32C(),
        decodePaths(message.getSegmentsList()),
        message.getStateBytes(),
        Bytes.of(message.getInline().toByteArray()));
  }

  /** The statistics as a message. */
  public static io.cairn.protocol.v1.SnapshotStats encode(SnapshotStats stats) {
    return io.cairn.protocol.v1.SnapshotStats.newBuilder()
        .setAlignMillis(stats.alignMillis())
        .setLocalMillis(stats.localMillis())
        .setUploadMillis(stats.uploadMillis())
        .setUploadedBytes(stats.uploadedBytes())
        .build();
  }

  /** The statistics in the message. */
  public static SnapshotStats decode(io.cairn.protocol.v1.SnapshotStats message) {
    return new SnapshotStats(
        message.getAlignMillis(),
        message.getLocalMillis(),
        message.getUploadMillis(),
        message.getUploadedBytes());
  }

  static List<SegmentPath> decodePaths(List<String> paths) {
    return paths.stream().map(SegmentPath::new).toList();
  }
}
