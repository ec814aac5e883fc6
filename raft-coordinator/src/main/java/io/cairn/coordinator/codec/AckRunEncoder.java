package io.cairn.coordinator.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.protocol.v1.AckRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a run of acks as the bytes that protobuf would write for an {@code AckRun}: by hand, since
 * a leader writes a hundred thousand acks a second. Of one run, on one thread.
 */
final class AckRunEncoder {
  /** Most values are small numbers, and offsets take three or four octets. */
  private static final int EXPECTED_BYTES_EACH = 3;

  private final Event.CheckpointComplete first;
  private final List<Event> run;
  private final List<byte[]> inlines = new ArrayList<>();
  private final Map<SegmentPath, Integer> paths = new HashMap<>();
  private final List<SegmentPath> pathsInOrder = new ArrayList<>();
  private final Map<List<SegmentPath>, Integer> lists = new HashMap<>();
  private List<SegmentPath> lastSegments = List.of();
  private int lastList = -1;

  private final Column listColumn;
  private final Column tasks;
  private final Column segments;
  private final Column list;
  private final Column indexOffsets;
  private final Column indexLengths;
  private final Column indexCrcs;
  private final Column stateBytes;
  private final Column alignMillis;
  private final Column localMillis;
  private final Column uploadMillis;
  private final Column uploadedBytes;

  AckRunEncoder(Event.CheckpointComplete first, List<Event> run) {
    this.first = first;
    this.run = run;
    this.listColumn = column(AckRun.LISTS_FIELD_NUMBER);
    this.tasks = column(AckRun.TASKS_FIELD_NUMBER);
    this.segments = column(AckRun.SEGMENTS_FIELD_NUMBER);
    this.list = column(AckRun.LIST_FIELD_NUMBER);
    this.indexOffsets = column(AckRun.INDEX_OFFSETS_FIELD_NUMBER);
    this.indexLengths = column(AckRun.INDEX_LENGTHS_FIELD_NUMBER);
    this.indexCrcs = column(AckRun.INDEX_CRC32C_FIELD_NUMBER);
    this.stateBytes = column(AckRun.STATE_BYTES_FIELD_NUMBER);
    this.alignMillis = column(AckRun.ALIGN_MILLIS_FIELD_NUMBER);
    this.localMillis = column(AckRun.LOCAL_MILLIS_FIELD_NUMBER);
    this.uploadMillis = column(AckRun.UPLOAD_MILLIS_FIELD_NUMBER);
    this.uploadedBytes = column(AckRun.UPLOADED_BYTES_FIELD_NUMBER);
  }

  private Column column(int field) {
    return new Column(field, run.size() * EXPECTED_BYTES_EACH);
  }

  ByteString encode() {
    boolean inline = false;
    for (Event event : run) {
      Event.CheckpointComplete ack = (Event.CheckpointComplete) event;
      add(ack);
      inline |= ack.handle().inline().size() > 0;
    }
    if (inline) {
      for (Event event : run) {
        inlines.add(((Event.CheckpointComplete) event).handle().inline().toArray());
      }
    }
    AckRun.Builder names =
        AckRun.newBuilder()
            .setJobId(first.job().value())
            .setAttempt(first.attempt().value())
            .setCheckpointId(first.checkpoint().value());
    pathsInOrder.forEach(path -> names.addPaths(path.value()));
    try {
      return write(names.build());
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
  }

  private void add(Event.CheckpointComplete ack) {
    SnapshotHandle handle = ack.handle();
    SnapshotStats stats = ack.stats();
    list.add(list(handle.segments()));
    tasks.add(ack.task());
    segments.add(handle.segment().isPresent() ? 1 + path(handle.segment().get()) : 0);
    indexOffsets.add(handle.indexOffset());
    indexLengths.add(handle.indexLength());
    indexCrcs.addFixed(handle.indexCrc32c());
    stateBytes.add(handle.stateBytes());
    alignMillis.add(stats.alignMillis());
    localMillis.add(stats.localMillis());
    uploadMillis.add(stats.uploadMillis());
    uploadedBytes.add(stats.uploadedBytes());
  }

  private int path(SegmentPath path) {
    Integer known = paths.get(path);
    if (known == null) {
      known = paths.size();
      paths.put(path, known);
      pathsInOrder.add(path);
    }
    return known;
  }

  @SuppressWarnings("ReferenceEquality") // an equal list that is another object is looked up
  private int list(List<SegmentPath> wanted) {
    if (wanted == lastSegments && lastList >= 0) {
      return lastList;
    }
    Integer known = lists.get(wanted);
    if (known == null) {
      known = lists.size();
      lists.put(wanted, known);
      listColumn.add(wanted.size());
      for (SegmentPath path : wanted) {
        listColumn.add(path(path));
      }
    }
    lastSegments = wanted;
    lastList = known;
    return known;
  }

  /** In the order of the fields' numbers, as protobuf does. */
  private ByteString write(AckRun names) throws IOException {
    List<Column> before =
        List.of(
            listColumn, tasks, segments, list, indexOffsets, indexLengths, indexCrcs, stateBytes);
    List<Column> after = List.of(alignMillis, localMillis, uploadMillis, uploadedBytes);
    int size = names.getSerializedSize();
    for (Column column : before) {
      size += column.encodedSize();
    }
    for (byte[] inline : inlines) {
      size += CodedOutputStream.computeByteArraySize(AckRun.INLINES_FIELD_NUMBER, inline);
    }
    for (Column column : after) {
      size += column.encodedSize();
    }
    ByteString.Output bytes = ByteString.newOutput(size);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    names.writeTo(out);
    for (Column column : before) {
      column.writeTo(out);
    }
    for (byte[] inline : inlines) {
      out.writeByteArray(AckRun.INLINES_FIELD_NUMBER, inline);
    }
    for (Column column : after) {
      column.writeTo(out);
    }
    out.flush();
    return bytes.toByteString();
  }
}
