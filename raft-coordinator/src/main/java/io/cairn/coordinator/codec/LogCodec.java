package io.cairn.coordinator.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.protocol.v1.LogBatch;
import io.cairn.protocol.v1.LogEvent;
import java.util.ArrayList;
import java.util.List;

/** Batches of events as entries of the Raft log. */
public final class LogCodec {
  /** The version that is written. Every version ever written can be read for ever. */
  public static final int VERSION = 1;

  private LogCodec() {}

  /** The batch as bytes. */
  public static byte[] encode(Batch batch) {
    LogBatch.Builder message =
        LogBatch.newBuilder()
            .setVersion(VERSION)
            .setElapsedMillis(batch.elapsedMillis())
            .setWallMillis(batch.wallMillis());
    List<Event> events = batch.events();
    int next = 0;
    while (next < events.size()) {
      int end = AckRunCodec.end(events, next);
      if (end > next + 1) {
        message.addEvents(
            LogEvent.newBuilder().setAckRun(AckRunCodec.encode(events.subList(next, end))));
        next = end;
      } else {
        message.addEvents(EventEncoder.encode(events.get(next)));
        next++;
      }
    }
    return message.build().toByteArray();
  }

  /**
   * The batch in the bytes.
   *
   * @throws CorruptEntry when they are not one of a known version
   */
  public static Batch decode(byte[] bytes) {
    try {
      LogBatch message = LogBatch.parseFrom(bytes);
      if (message.getVersion() != VERSION) {
        throw new CorruptEntry(
            "log batch of version " + message.getVersion() + "; this replica knows " + VERSION);
      }
      List<Event> events = new ArrayList<>(message.getEventsCount());
      for (LogEvent event : message.getEventsList()) {
        if (event.hasAckRun()) {
          AckRunCodec.decode(event.getAckRun(), Batch.MAX_EVENTS, events);
        } else {
          events.add(EventDecoder.decode(event));
        }
      }
      return new Batch(message.getElapsedMillis(), message.getWallMillis(), events);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptEntry("not a log batch: " + e.getMessage(), e);
    }
  }
}
