package io.cairn.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProcessFaultsTest {
  @Test
  void aFaultPrintsOneClearLineAndItsCauseAndHalts() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Integer> codes = new ArrayList<>();
    new HaltingFaultHandler("c1", new PrintStream(bytes, true, StandardCharsets.UTF_8), codes::add)
        .halt("index 5 applied after 7", new IllegalStateException("why"));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("FAULT c1: index 5 applied after 7; halting with code 70"), text);
    assertTrue(text.contains("IllegalStateException: why"), text);
    assertEquals(List.of(ExitCode.INTERNAL_FAULT), codes);
  }

  @Test
  void aFailedDiskIsToldFromAFault() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Integer> codes = new ArrayList<>();
    new HaltingFaultHandler("c1", new PrintStream(bytes, true, StandardCharsets.UTF_8), codes::add)
        .diskFailed("the log cannot be written", null);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("DISK c1: the log cannot be written; halting with code 74"), text);
    assertEquals(List.of(ExitCode.DISK_FAILED), codes);
  }

  @Test
  void theEndOfStandardInputIsTheEndOfTheParent() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (PipedOutputStream parent = new PipedOutputStream()) {
      ParentWatch.start(new PipedInputStream(parent), gone::countDown);
      parent.write(1);
      parent.flush();
      assertEquals(1, gone.getCount());
    }
    assertTrue(gone.await(10, TimeUnit.SECONDS));
  }

  @Test
  void addressesAreReadAsPeopleWriteThem() {
    assertEquals("127.0.0.1:80", HostPort.parse("127.0.0.1:80").toString());
    assertEquals("[::1]:0", HostPort.parse("[::1]:0").toString());
    for (String wrong : List.of("a", "a:b", ":1", "a:65536", "::1:80")) {
      assertThrows(IllegalArgumentException.class, () -> HostPort.parse(wrong), wrong);
    }
  }
}
