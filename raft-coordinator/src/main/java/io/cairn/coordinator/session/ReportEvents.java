package io.cairn.coordinator.session;

import com.google.protobuf.ByteString;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.SalvageWait;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.codec.AckRunCodec;
import io.cairn.coordinator.codec.EventDecoder;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.SinkCommitted;
import io.cairn.protocol.v1.TaskStatusUpdate;
import java.util.ArrayList;
import java.util.List;

/** What an agent reports, as events of the log: statuses, then acks, then commits. Pure. */
final class ReportEvents {
  private ReportEvents() {}

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException when a value is out of bounds, or there are too many
   */
  static List<Event> of(AgentReport report) {
    int count = report.getStatusesCount() + report.getAcksCount() + report.getCommitsCount();
    checkCount(count);
    List<Event> events = new ArrayList<>(count);
    for (TaskStatusUpdate status : report.getStatusesList()) {
      Event.TaskStatusUpdate said = EventDecoder.decode(status);
      boolean ends = said.phase() == TaskPhase.FAILED;
      events.add(said.with(ends ? SalvageWait.OFFERED : SalvageWait.NONE));
    }
    for (CheckpointComplete ack : report.getAcksList()) {
      events.add(EventDecoder.decode(ack));
    }
    for (ByteString run : report.getAckRunsList()) {
      AckRunCodec.decode(run, Batch.MAX_EVENTS, events);
      checkCount(events.size());
    }
    for (SinkCommitted commit : report.getCommitsList()) {
      events.add(EventDecoder.decode(commit));
    }
    checkCount(events.size());
    return events;
  }

  private static void checkCount(int count) {
    if (count > Batch.MAX_EVENTS) {
      throw new IllegalArgumentException(
          "a report of " + count + " events; at most " + Batch.MAX_EVENTS);
    }
  }
}
