package io.cairn.coordinator.codec;

import com.google.protobuf.ByteString;
import io.cairn.coordinator.checkpoint.Event;
import java.io.IOException;
import java.util.List;

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

  /**
   * A run as the bytes of an {@code AckRun}; all must be acks of one checkpoint and attempt.
   *
   * @see io.cairn.protocol.v1.AckRun
   */
  static ByteString encode(List<Event> run) {
    return new AckRunEncoder((Event.CheckpointComplete) run.get(0), run).encode();
  }

  /**
   * Adds the acks of a run to the events.
   *
   * @param run the bytes of an {@code AckRun}
   * @param most acks that it may have
   * @throws IllegalArgumentException when it is not one, a value is out of bounds, the columns
   *     differ in length or there are too many
   */
  public static void decode(ByteString run, int most, List<Event> events) {
    try {
      new AckRunDecoder(run, most).addTo(events);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a run of acks: " + e.getMessage(), e);
    }
  }
}
