package io.cairn.examples.flights;

import io.cairn.api.files.BrokenLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a check of an input file found. Immutable.
 *
 * @param flights lines that can be read, at least 1
 * @param brokenLines lines that cannot; 0 if the policy was {@link BrokenLines#FAIL}
 * @param firstBroken where the first of them is and what is wrong with it; empty if there is none
 */
public record FlightsCsv(long flights, long brokenLines, String firstBroken) {

  /** A longer part of a line does not help to recognise it. */
  private static final int SHOWN_CHARACTERS = 60;

  /**
   * Reads a file once, before any process is started for it.
   *
   * @param policy what to do about a line that cannot be read
   * @throws FlightsCsvException if it is missing, empty, without its header, without any flight, or
   *     if a line is broken and the policy is to fail; the message is one line for a person
   */
  public static FlightsCsv check(Path file, BrokenLines policy) throws FlightsCsvException {
    if (!Files.exists(file)) {
      throw new FlightsCsvException(file + ": there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new FlightsCsvException(file + ": this is no file but a directory or a device");
    }
    Count count = new Count(policy);
    try {
      FlightLines.forEach(file, count::line);
    } catch (IOException e) {
      throw new FlightsCsvException(file + ": it cannot be read: " + e.getMessage());
    }
    count.result(file);
    return new FlightsCsv(count.flights, count.broken, count.firstBroken);
  }

  /** Counts lines until the first that is not acceptable. */
  private static final class Count {
    private final BrokenLines policy;
    private boolean headerSeen;
    private long flights;
    private long broken;
    private String firstBroken = "";
    private boolean headerGood;
    private String firstLine = "";

    Count(BrokenLines policy) {
      this.policy = policy;
    }

    void line(long number, String line) {
      if (!headerSeen) {
        headerSeen = true;
        // The job leaves out line 1 whatever it holds, so it must be there and not further down.
        headerGood = number == 1 && line.equals(Flight.HEADER);
        firstLine = number == 1 ? shown(line) : "";
        return;
      }
      try {
        var unused = Flight.parse(line);
        flights++;
      } catch (IllegalArgumentException e) {
        broken++;
        if (firstBroken.isEmpty()) {
          firstBroken = number + ": broken line '" + shown(line) + "': " + e.getMessage();
        }
      }
    }

    void result(Path file) throws FlightsCsvException {
      if (!headerSeen) {
        throw new FlightsCsvException(file + ": it is empty");
      }
      if (!headerGood) {
        throw new FlightsCsvException(
            file + ":1: the header '" + Flight.HEADER + "' is missing, found '" + firstLine + "'");
      }
      if (broken > 0 && policy == BrokenLines.FAIL) {
        throw new FlightsCsvException(
            file + ":" + firstBroken + " (broken lines can be left out with the policy skip)");
      }
      if (flights == 0) {
        throw new FlightsCsvException(
            file + ": it holds no flight" + (broken > 0 ? ", all lines are broken" : ""));
      }
    }

    private static String shown(String line) {
      String visible = line.replaceAll("\\p{Cntrl}", "?");
      return visible.length() <= SHOWN_CHARACTERS
          ? visible
          : visible.substring(0, SHOWN_CHARACTERS) + "…";
    }
  }
}
