package io.cairn.examples.flights;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the lines of an input file in order. Knows nothing of Cairn. */
public final class FlightLines {

  private FlightLines() {}

  /** Called for each line that is not empty. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes a line.
     *
     * @param number of the line in the file; the first is 1
     */
    void line(long number, String line);
  }

  /**
   * Visits every line, the header too. Octets that are not UTF-8 become the replacement character,
   * which no column allows.
   */
  public static void forEach(Path file, Visitor visitor) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isEmpty()) {
          visitor.line(number, line);
        }
      }
    }
  }
}
