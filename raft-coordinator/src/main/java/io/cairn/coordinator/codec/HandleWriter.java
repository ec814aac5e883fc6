package io.cairn.coordinator.codec;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.cairn.coordinator.checkpoint.Bytes;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.protocol.v1.CheckpointMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the handles of a metadata file: the octets that protobuf would write, without a message
 * for each of 10,000 tasks. Names and lists of segments are translated once for all tasks that
 * share them. Of one file, on one thread.
 */
final class HandleWriter {
  private static final int FIELD = CheckpointMetadata.HANDLES_FIELD_NUMBER;
  private static final int SEGMENT = io.cairn.protocol.v1.SnapshotHandle.SEGMENT_FIELD_NUMBER;
  private static final int INDEX_OFFSET =
      io.cairn.protocol.v1.SnapshotHandle.INDEX_OFFSET_FIELD_NUMBER;
  private static final int INDEX_LENGTH =
      io.cairn.protocol.v1.SnapshotHandle.INDEX_LENGTH_FIELD_NUMBER;
  private static final int INDEX_CRC32C =
      io.cairn.protocol.v1.SnapshotHandle.INDEX_CRC32C_FIELD_NUMBER;
  private static final int SEGMENTS = io.cairn.protocol.v1.SnapshotHandle.SEGMENTS_FIELD_NUMBER;
  private static final int STATE_BYTES =
      io.cairn.protocol.v1.SnapshotHandle.STATE_BYTES_FIELD_NUMBER;
  private static final int INLINE = io.cairn.protocol.v1.SnapshotHandle.INLINE_FIELD_NUMBER;

  private final Map<SegmentPath, byte[]> segments = new HashMap<>();
  private final Map<List<SegmentPath>, byte[]> lists = new HashMap<>();
  private List<SegmentPath> lastList = List.of();
  private byte[] lastBytes = {};

  /** Octets that {@link #write} takes, tag and length included. */
  int size(SnapshotHandle handle) {
    int content = contentSize(handle);
    return CodedOutputStream.computeTagSize(FIELD)
        + CodedOutputStream.computeUInt32SizeNoTag(content)
        + content;
  }

  private int contentSize(SnapshotHandle handle) {
    int size = list(handle.segments()).length;
    if (handle.segment().isPresent()) {
      size += segment(handle.segment().get()).length;
    }
    if (handle.indexOffset() != 0) {
      size += CodedOutputStream.computeInt64Size(INDEX_OFFSET, handle.indexOffset());
    }
    if (handle.indexLength() != 0) {
      size += CodedOutputStream.computeInt32Size(INDEX_LENGTH, handle.indexLength());
    }
    if (handle.indexCrc32c() != 0) {
      size += CodedOutputStream.computeFixed32Size(INDEX_CRC32C, handle.indexCrc32c());
    }
    if (handle.stateBytes() != 0) {
      size += CodedOutputStream.computeInt64Size(STATE_BYTES, handle.stateBytes());
    }
    return size + inlineSize(handle.inline());
  }

  private static int inlineSize(Bytes inline) {
    int length = inline.size();
    return length == 0
        ? 0
        : CodedOutputStream.computeTagSize(INLINE)
            + CodedOutputStream.computeUInt32SizeNoTag(length)
            + length;
  }

  void write(SnapshotHandle handle, CodedOutputStream out) throws IOException {
    out.writeTag(FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(contentSize(handle));
    if (handle.segment().isPresent()) {
      out.writeRawBytes(segment(handle.segment().get()));
    }
    if (handle.indexOffset() != 0) {
      out.writeInt64(INDEX_OFFSET, handle.indexOffset());
    }
    if (handle.indexLength() != 0) {
      out.writeInt32(INDEX_LENGTH, handle.indexLength());
    }
    if (handle.indexCrc32c() != 0) {
      out.writeFixed32(INDEX_CRC32C, handle.indexCrc32c());
    }
    out.writeRawBytes(list(handle.segments()));
    if (handle.stateBytes() != 0) {
      out.writeInt64(STATE_BYTES, handle.stateBytes());
    }
    if (handle.inline().size() > 0) {
      out.writeByteArray(INLINE, handle.inline().toArray());
    }
  }

  private byte[] segment(SegmentPath path) {
    return segments.computeIfAbsent(path, each -> field(SEGMENT, List.of(each)));
  }

  @SuppressWarnings("ReferenceEquality") // an equal list that is another object is looked up
  private byte[] list(List<SegmentPath> paths) {
    if (paths != lastList) {
      lastBytes = lists.computeIfAbsent(paths, each -> field(SEGMENTS, each));
      lastList = paths;
    }
    return lastBytes;
  }

  private static byte[] field(int number, List<SegmentPath> paths) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (SegmentPath path : paths) {
        out.writeByteArray(number, path.value().getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }
}
