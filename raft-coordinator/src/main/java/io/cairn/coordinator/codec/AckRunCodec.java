package io.cairn.coordinator.codec;

import com.google.protobuf.ByteString;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.Bytes;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.protocol.v1.AckRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Acks of one attempt's checkpoint as columns. What is decoded shares its paths and lists of paths,
 * so that a state of 100,000 handles holds each name once per entry and not once per task.
 */
public final class AckRunCodec {
  private AckRunCodec() {}

  /** Where the run ends that begins at {@code from}; {@code from} itself when it is no ack. */
  static int end(List<Event> events, int from) {
    int end = from;
    Event.CheckpointComplete first = null;
    while (end < events.size() && events.get(end) instanceof Event.CheckpointComplete ack) {
      if (first == null) {
        first = ack;
      } else if (!isOneRun(first, ack)) {
        break;
      }
      end++;
    }
    return end;
  }

  private static boolean isOneRun(Event.CheckpointComplete a, Event.CheckpointComplete b) {
    return a.checkpoint().equals(b.checkpoint())
        && a.job().equals(b.job())
        && a.attempt().equals(b.attempt());
  }

  /** A run as a message; all must be acks of one checkpoint and attempt. */
  static AckRun encode(List<Event> run) {
    Encoder encoder = new Encoder((Event.CheckpointComplete) run.get(0));
    boolean inline = false;
    for (Event event : run) {
      inline |= ((Event.CheckpointComplete) event).handle().inline().size() > 0;
    }
    for (Event event : run) {
      encoder.add((Event.CheckpointComplete) event, inline);
    }
    return encoder.message.build();
  }

  private static final class Encoder {
    private final AckRun.Builder message = AckRun.newBuilder();
    private final Map<SegmentPath, Integer> paths = new HashMap<>();
    private final Map<List<SegmentPath>, Integer> lists = new HashMap<>();
    private List<SegmentPath> last = List.of();
    private int lastList = -1;

    Encoder(Event.CheckpointComplete first) {
      message
          .setJobId(first.job().value())
          .setAttempt(first.attempt().value())
          .setCheckpointId(first.checkpoint().value());
    }

    void add(Event.CheckpointComplete ack, boolean inline) {
      SnapshotHandle handle = ack.handle();
      SnapshotStats stats = ack.stats();
      message
          .addList(list(handle.segments()))
          .addTasks(ack.task())
          .addSegments(handle.segment().isPresent() ? 1 + path(handle.segment().get()) : 0)
          .addIndexOffsets(handle.indexOffset())
          .addIndexLengths(handle.indexLength())
          .addIndexCrc32C(handle.indexCrc32c())
          .addStateBytes(handle.stateBytes())
          .addAlignMillis(stats.alignMillis())
          .addLocalMillis(stats.localMillis())
          .addUploadMillis(stats.uploadMillis())
          .addUploadedBytes(stats.uploadedBytes());
      if (inline) {
        message.addInlines(ByteString.copyFrom(handle.inline().toArray()));
      }
    }

    private int path(SegmentPath path) {
      Integer known = paths.get(path);
      if (known == null) {
        known = paths.size();
        paths.put(path, known);
        message.addPaths(path.value());
      }
      return known;
    }

    @SuppressWarnings("ReferenceEquality") // an equal list that is another object is looked up
    private int list(List<SegmentPath> wanted) {
      if (wanted == last && lastList >= 0) {
        return lastList;
      }
      Integer known = lists.get(wanted);
      if (known == null) {
        known = lists.size();
        lists.put(wanted, known);
        message.addLists(wanted.size());
        for (SegmentPath path : wanted) {
          message.addLists(path(path));
        }
      }
      last = wanted;
      lastList = known;
      return known;
    }
  }

  /**
   * Adds the acks of a run to the events.
   *
   * @throws IllegalArgumentException when a value is out of bounds or the columns differ in length
   */
  public static void decode(AckRun message, List<Event> events) {
    new Decoder(message).addTo(events);
  }

  private static final class Decoder {
    private final AckRun message;
    private final int count;
    private final List<Optional<SegmentPath>> paths = new ArrayList<>();
    private final List<List<SegmentPath>> lists = new ArrayList<>();

    Decoder(AckRun message) {
      this.message = message;
      this.count = message.getTasksCount();
      boolean inline = message.getInlinesCount() > 0;
      boolean even =
          message.getSegmentsCount() == count
              && message.getListCount() == count
              && message.getIndexOffsetsCount() == count
              && message.getIndexLengthsCount() == count
              && message.getIndexCrc32CCount() == count
              && message.getStateBytesCount() == count
              && message.getAlignMillisCount() == count
              && message.getLocalMillisCount() == count
              && message.getUploadMillisCount() == count
              && message.getUploadedBytesCount() == count
              && (!inline || message.getInlinesCount() == count);
      if (!even) {
        throw new IllegalArgumentException("the columns of a run of acks differ in length");
      }
      for (String path : message.getPathsList()) {
        paths.add(Optional.of(new SegmentPath(path)));
      }
      readLists();
    }

    private void readLists() {
      int next = 0;
      while (next < message.getListsCount()) {
        int size = message.getLists(next++);
        if (size < 0
            || size > SnapshotHandle.MAX_SEGMENTS
            || size > message.getListsCount() - next) {
          throw new IllegalArgumentException("a list of " + size + " segments");
        }
        List<SegmentPath> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          list.add(path(message.getLists(next++)).orElseThrow());
        }
        lists.add(List.copyOf(list));
      }
    }

    private Optional<SegmentPath> path(int place) {
      if (place < 0 || place >= paths.size()) {
        throw new IllegalArgumentException("a run of acks has no segment " + place);
      }
      return paths.get(place);
    }

    void addTo(List<Event> events) {
      JobId job = new JobId(message.getJobId());
      Attempt attempt = new Attempt(message.getAttempt());
      CheckpointId checkpoint = new CheckpointId(message.getCheckpointId());
      for (int i = 0; i < count; i++) {
        SnapshotStats stats =
            new SnapshotStats(
                message.getAlignMillis(i),
                message.getLocalMillis(i),
                message.getUploadMillis(i),
                message.getUploadedBytes(i));
        events.add(
            new Event.CheckpointComplete(
                job, attempt, message.getTasks(i), checkpoint, handle(i), stats));
      }
    }

    private SnapshotHandle handle(int i) {
      int segment = message.getSegments(i);
      int list = message.getList(i);
      if (list < 0 || list >= lists.size()) {
        throw new IllegalArgumentException("a run of acks has no list " + list);
      }
      return new SnapshotHandle(
          segment == 0 ? Optional.empty() : path(segment - 1),
          message.getIndexOffsets(i),
          message.getIndexLengths(i),
          message.getIndexCrc32C(i),
          lists.get(list),
          message.getStateBytes(i),
          message.getInlinesCount() == 0
              ? Bytes.EMPTY
              : Bytes.of(message.getInlines(i).toByteArray()));
    }
  }
}
