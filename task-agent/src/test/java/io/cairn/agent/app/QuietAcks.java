package io.cairn.agent.app;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** What an agent's history says of its acks. */
final class QuietAcks {
  private QuietAcks() {}

  /** The number of confirmed acks, none of which was sent again. */
  static int confirmed(Path history) throws IOException {
    Set<String> confirmed = new HashSet<>();
    for (HistoryEvent event : HistoryReader.read(history)) {
      String which = event.number("checkpoint") + "/" + event.number("task");
      if (event.kind().equals("ack-confirmed")) {
        confirmed.add(which);
      } else if (event.kind().equals("ack-sent")) {
        assertFalse(confirmed.contains(which), which + " was sent again");
      }
    }
    return confirmed.size();
  }
}
