package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.SegmentPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Events that one caller wants applied together.
 *
 * @param opening whether it is the first of its term, made by this package itself
 * @param roughBytes about the size of the events in the log, rather too much than too little
 */
record Proposal(
    List<Event> events, boolean opening, long roughBytes, CompletableFuture<List<Outcome>> answer) {
  private static final int EVENT_BYTES = 1_024;
  private static final int ACK_BYTES = 128;

  static Proposal of(List<Event> events) {
    return made(events, false);
  }

  static Proposal opening(List<Event> events) {
    return made(events, true);
  }

  private static Proposal made(List<Event> events, boolean opening) {
    List<Event> copy = List.copyOf(events);
    return new Proposal(copy, opening, roughBytes(copy), new CompletableFuture<>());
  }

  @SuppressWarnings("ReferenceEquality") // an equal list that is another object just counts again
  private static long roughBytes(List<Event> events) {
    long bytes = 0;
    List<SegmentPath> counted = List.of();
    for (Event event : events) {
      if (event instanceof Event.CheckpointComplete ack) {
        bytes += ACK_BYTES + ack.handle().inline().size();
        List<SegmentPath> segments = ack.handle().segments();
        if (segments != counted) {
          bytes += (long) segments.size() * SegmentPath.MAX_LENGTH;
          counted = segments;
        }
      } else {
        bytes += EVENT_BYTES;
      }
    }
    return bytes;
  }
}
