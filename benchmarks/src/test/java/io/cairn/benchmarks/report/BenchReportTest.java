package io.cairn.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
  @Test
  void theFileHoldsFiguresMachineAndSettings(@TempDir Path directory) throws IOException {
    BenchReport report = new BenchReport("sample");
    report.figure("aPerSecond", 1234.5, Target.atLeast(1000));
    report.limit("rawPerSecond", 2000);
    report.setting("replicas", 3);
    Path file = directory.resolve("out.json");
    report.write(file);
    JsonNode read = new ObjectMapper().readTree(file.toFile());
    assertEquals(1234.5, read.at("/figures/aPerSecond").doubleValue());
    assertEquals(3, read.at("/settings/replicas").intValue());
    assertTrue(read.at("/machine/cores").isTextual());
  }

  @Test
  void aMissedTargetIsPrintedAsMissed() {
    BenchReport report = new BenchReport("sample");
    report.figure("aMs", 12, Target.atMost(10));
    report.figure("bMs", 9, Target.atMost(10));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.lines().anyMatch(line -> line.startsWith("aMs") && line.endsWith("MISSED")));
    assertTrue(text.lines().anyMatch(line -> line.startsWith("bMs") && line.endsWith("reached")));
  }

  @Test
  void noNumberReachesNothing() {
    assertFalse(Target.atLeast(0).reachedBy(Double.NaN));
    assertFalse(Target.atMost(0).reachedBy(Double.NaN));
  }
}
