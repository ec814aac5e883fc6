package io.cairn.chaos.faults.clock;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.chaos.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM goes by the clock that it is given, and its monotonic clock is nobody's. */
class FakeClockTest {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration TOLERANCE = Duration.ofMinutes(2);

  @TempDir Path root;

  private record Reading(long wallMillis, long nanos) {}

  /** By the test's thread and the strobe's, one after the other. */
  private static Reading read(Process process, BufferedReader out) throws IOException {
    synchronized (process) {
      Writer in = process.outputWriter();
      in.write("\n");
      in.flush();
      String[] words = String.valueOf(out.readLine()).split(" ", -1);
      return new Reading(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }
  }

  private static boolean isFast(Reading reading, Duration by) {
    long fast = reading.wallMillis() - System.currentTimeMillis();
    return Math.abs(fast - by.toMillis()) < TOLERANCE.toMillis();
  }

  @Test
  void the_wall_clock_jumps_and_the_monotonic_one_does_not() throws Exception {
    assumeTrue(FakeClock.missing().isEmpty(), "skipped: " + FakeClock.missing().orElse(""));
    FakeClock clock = new FakeClock(root.resolve("clock"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ClockReader.class.getName());
    builder.environment().putAll(clock.environment());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      Reading first = read(process, out);
      long began = System.nanoTime();
      assertTrue(isFast(first, Duration.ZERO), first.toString());
      for (Duration fast : new Duration[] {Duration.ofHours(3), Duration.ofDays(-40)}) {
        clock.set(fast);
        Await.until(BOUND, () -> isFast(read(process, out), fast), () -> "fast by " + fast);
      }
      try (Strobe strobe =
          Strobe.start(clock, Duration.ofHours(1), by -> isFast(read(process, out), by))) {
        Await.until(BOUND, () -> strobe.jumps() >= 4, () -> "forth and back, twice");
      }
      Await.until(BOUND, () -> isFast(read(process, out), Duration.ZERO), () -> "true again");
      Reading last = read(process, out);
      long passed = last.nanos() - first.nanos();
      assertTrue(passed > 0 && passed < System.nanoTime() - began + TOLERANCE.toNanos());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
