package io.cairn.protocol.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = new LoggerContext().getLogger("test");
  private final Complaints complaints = new Complaints(nanos::get);

  @Test
  void aFloodIsCountedAndTheNextLineTellsOfIt() {
    lines.start();
    log.addAppender(lines);
    for (int i = 0; i < 1_000; i++) {
      complaints.warn(log, "peer", "line\nbreak");
    }
    assertEquals(Complaints.LINES_PER_PERIOD, lines.list.size());
    assertEquals(
        "closing the connection with peer: line break", lines.list.get(0).getFormattedMessage());
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
    complaints.warn(log, "peer", "again");
    String last = lines.list.get(Complaints.LINES_PER_PERIOD).getFormattedMessage();
    assertTrue(last.contains("980 more"), last);
  }
}
