package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.Event;
import java.util.List;

/** Which entries of the log are boundaries between the phases of a checkpoint; for failpoints. */
final class CheckpointEntries {
  private CheckpointEntries() {}

  /** Whether one of the events moves a checkpoint. */
  static boolean isOne(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.CheckpointRequest
          || event instanceof Event.CheckpointComplete
          || event instanceof Event.MetadataDurable
          || (event instanceof Event.TaskStatusUpdate update && update.checkpoint().value() > 0)) {
        return true;
      }
    }
    return false;
  }
}
