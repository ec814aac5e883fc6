package io.cairn.coordinator.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.Bytes;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.protocol.v1.AckRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the bytes of an {@code AckRun} by hand. What is read shares its paths and lists of paths,
 * so that a state of 100,000 handles holds each name once per entry and not once per task. Of one
 * run, on one thread.
 */
final class AckRunDecoder {
  private static final int LAST_FIELD = AckRun.UPLOADED_BYTES_FIELD_NUMBER;
  private static final long[] NONE = {};

  private final int most;
  private final int end;
  private final List<Optional<SegmentPath>> paths = new ArrayList<>();
  private final List<Bytes> inlines = new ArrayList<>();
  private final List<List<SegmentPath>> lists = new ArrayList<>();
  private final long[] ids = new long[AckRun.CHECKPOINT_ID_FIELD_NUMBER + 1];

  /** By field number. */
  private final long[][] columns = new long[LAST_FIELD + 1][];

  private int[] indexCrcs = {};
  private final int count;

  /**
   * Reads the columns.
   *
   * @throws IOException when the bytes are no message
   * @throws IllegalArgumentException when the columns differ in length, or a list of segments is
   *     out of bounds
   */
  AckRunDecoder(ByteString bytes, int most) throws IOException {
    this.most = most;
    this.end = bytes.size();
    CodedInputStream in = bytes.newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      read(in, tag);
    }
    this.count = column(AckRun.TASKS_FIELD_NUMBER).length;
    checkLengths();
    readLists();
  }

  private void read(CodedInputStream in, int tag) throws IOException {
    int field = WireFormat.getTagFieldNumber(tag);
    if (field > LAST_FIELD) {
      in.skipField(tag);
      return;
    }
    boolean number = field <= AckRun.CHECKPOINT_ID_FIELD_NUMBER;
    int type = number ? WireFormat.WIRETYPE_VARINT : WireFormat.WIRETYPE_LENGTH_DELIMITED;
    if (WireFormat.getTagWireType(tag) != type) {
      throw new IOException("field " + field + " is of another type");
    }
    if (columns[field] != null) {
      throw new IOException("field " + field + " comes twice");
    }
    if (number) {
      ids[field] = in.readInt64();
      return;
    }
    switch (field) {
      case AckRun.PATHS_FIELD_NUMBER ->
          paths.add(Optional.of(new SegmentPath(in.readStringRequireUtf8())));
      case AckRun.INDEX_CRC32C_FIELD_NUMBER -> indexCrcs = Column.readFixed(in, end);
      case AckRun.INLINES_FIELD_NUMBER -> inlines.add(Bytes.of(in.readByteArray()));
      default -> columns[field] = Column.read(in, end);
    }
  }

  private long[] column(int field) {
    long[] column = columns[field];
    return column == null ? NONE : column;
  }

  private void checkLengths() {
    if (count > most) {
      throw new IllegalArgumentException(count + " acks in a run; at most " + most);
    }
    boolean even = indexCrcs.length == count && (inlines.isEmpty() || inlines.size() == count);
    for (int field = AckRun.TASKS_FIELD_NUMBER; field <= LAST_FIELD; field++) {
      boolean other =
          field == AckRun.INDEX_CRC32C_FIELD_NUMBER || field == AckRun.INLINES_FIELD_NUMBER;
      even &= other || column(field).length == count;
    }
    if (!even) {
      throw new IllegalArgumentException("the columns of a run of acks differ in length");
    }
  }

  private void readLists() {
    long[] all = column(AckRun.LISTS_FIELD_NUMBER);
    int next = 0;
    while (next < all.length) {
      long size = all[next++];
      if (size < 0 || size > SnapshotHandle.MAX_SEGMENTS || size > all.length - next) {
        throw new IllegalArgumentException("a list of " + size + " segments");
      }
      List<SegmentPath> list = new ArrayList<>((int) size);
      for (int i = 0; i < size; i++) {
        list.add(path(all[next++]).orElseThrow());
      }
      lists.add(List.copyOf(list));
    }
  }

  private Optional<SegmentPath> path(long place) {
    if (place < 0 || place >= paths.size()) {
      throw new IllegalArgumentException("a run of acks has no segment " + place);
    }
    return paths.get((int) place);
  }

  /**
   * Adds the acks.
   *
   * @throws IllegalArgumentException when a value is out of bounds
   */
  void addTo(List<Event> events) {
    JobId job = new JobId(ids[AckRun.JOB_ID_FIELD_NUMBER]);
    Attempt attempt = new Attempt(ids[AckRun.ATTEMPT_FIELD_NUMBER]);
    CheckpointId checkpoint = new CheckpointId(ids[AckRun.CHECKPOINT_ID_FIELD_NUMBER]);
    long[] tasks = column(AckRun.TASKS_FIELD_NUMBER);
    long[] align = column(AckRun.ALIGN_MILLIS_FIELD_NUMBER);
    long[] local = column(AckRun.LOCAL_MILLIS_FIELD_NUMBER);
    long[] upload = column(AckRun.UPLOAD_MILLIS_FIELD_NUMBER);
    long[] uploaded = column(AckRun.UPLOADED_BYTES_FIELD_NUMBER);
    for (int i = 0; i < count; i++) {
      SnapshotStats stats = new SnapshotStats(align[i], local[i], upload[i], uploaded[i]);
      events.add(
          new Event.CheckpointComplete(job, attempt, (int) tasks[i], checkpoint, handle(i), stats));
    }
  }

  private SnapshotHandle handle(int i) {
    int segment = (int) column(AckRun.SEGMENTS_FIELD_NUMBER)[i];
    int list = (int) column(AckRun.LIST_FIELD_NUMBER)[i];
    if (list < 0 || list >= lists.size()) {
      throw new IllegalArgumentException("a run of acks has no list " + list);
    }
    return new SnapshotHandle(
        segment == 0 ? Optional.empty() : path(segment - 1L),
        column(AckRun.INDEX_OFFSETS_FIELD_NUMBER)[i],
        (int) column(AckRun.INDEX_LENGTHS_FIELD_NUMBER)[i],
        indexCrcs[i],
        lists.get(list),
        column(AckRun.STATE_BYTES_FIELD_NUMBER)[i],
        inlines.isEmpty() ? Bytes.EMPTY : inlines.get(i));
  }
}
