package io.cairn.chaos;

import io.cairn.process.history.HistoryEvent;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the agents' own histories say of acks: which were confirmed, and which were made again. */
final class AckLedger {

  /** One task's part of one checkpoint. */
  record Ack(long checkpoint, long task) {}

  private final FlightDelaysRun run;
  private final List<String> agents;

  AckLedger(FlightDelaysRun run) {
    this.run = run;
    this.agents = run.cluster().agents();
  }

  /** Acks of a checkpoint that were confirmed until a moment. */
  Set<Ack> confirmed(long checkpoint, long untilMillis) throws IOException {
    return acks("ack-confirmed", checkpoint, 0, untilMillis);
  }

  /** Of these acks, those that were sent, or whose snapshot was taken, after a moment. */
  Set<Ack> repeated(Set<Ack> confirmed, long checkpoint, long afterMillis) throws IOException {
    Set<Ack> again = acks("ack-sent", checkpoint, afterMillis, Long.MAX_VALUE);
    again.addAll(acks("snapshot", checkpoint, afterMillis, Long.MAX_VALUE));
    again.retainAll(confirmed);
    return again;
  }

  /** The newest checkpoint for which some ack has been sent; 0 when there is none. */
  long newest() throws IOException {
    return run.events(agents, event -> event.kind().equals("ack-sent")).stream()
        .mapToLong(event -> event.number("checkpoint"))
        .max()
        .orElse(0);
  }

  private Set<Ack> acks(String kind, long checkpoint, long after, long until) throws IOException {
    Set<Ack> acks = new HashSet<>();
    for (HistoryEvent event :
        run.events(
            agents,
            e ->
                e.kind().equals(kind)
                    && e.number("checkpoint") == checkpoint
                    && e.at() > after
                    && e.at() <= until)) {
      acks.add(new Ack(checkpoint, event.number("task")));
    }
    return acks;
  }
}
