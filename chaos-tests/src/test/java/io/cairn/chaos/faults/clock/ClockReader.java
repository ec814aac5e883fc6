package io.cairn.chaos.faults.clock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A process that says what its clocks say, for each line that it is given. */
public final class ClockReader {
  private ClockReader() {}

  /** Prints the wall clock in milliseconds and the monotonic one in nanoseconds. */
  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.println(System.currentTimeMillis() + " " + System.nanoTime());
    }
  }
}
