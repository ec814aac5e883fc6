package io.cairn.examples.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairn.api.files.BrokenLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightsCsvTest {
  private static final String GOOD = "2001-01-01T00:47,66,1750,DTW,LAS\n";

  @TempDir Path directory;

  @Test
  void theFileThatComesWithTheProjectIsSound() throws Exception {
    FlightsCsv flights = FlightsCsv.check(Path.of("data/flights-2001-20k.csv"), BrokenLines.FAIL);

    assertEquals(new FlightsCsv(20_000, 0, ""), flights);
  }

  @Test
  void aMissingFileIsTold() {
    Path file = directory.resolve("none.csv");

    assertEquals(file + ": there is no such file", refusal(file, BrokenLines.SKIP));
    assertEquals(
        directory + ": this is no file but a directory or a device",
        refusal(directory, BrokenLines.SKIP));
  }

  @Test
  void anEmptyFileIsTold() throws IOException {
    Path file = file("");

    assertEquals(file + ": it is empty", refusal(file, BrokenLines.SKIP));
  }

  @Test
  void aMissingHeaderIsTold() throws IOException {
    Path file = file(GOOD);

    assertEquals(
        file + ":1: the header '" + Flight.HEADER + "' is missing, found '" + GOOD.trim() + "'",
        refusal(file, BrokenLines.SKIP));
  }

  @Test
  void aHeaderThatIsNotTheFirstLineIsNoHeader() throws IOException {
    Path file = file("\n" + Flight.HEADER + "\n" + GOOD);

    assertEquals(
        file + ":1: the header '" + Flight.HEADER + "' is missing, found ''",
        refusal(file, BrokenLines.SKIP));
  }

  @Test
  void aFileWithoutFlightsIsTold() throws IOException {
    Path file = file(Flight.HEADER + "\n");

    assertEquals(file + ": it holds no flight", refusal(file, BrokenLines.FAIL));
  }

  @Test
  void aBrokenLineIsToldWithItsNumberAndWhatIsWrong() throws IOException {
    Path file = file(Flight.HEADER + "\n" + GOOD + "2001-01-01T00:47,x,1750,DTW,LAS\n" + GOOD);

    assertEquals(
        file
            + ":3: broken line '2001-01-01T00:47,x,1750,DTW,LAS': delay_minutes is 'x', not a"
            + " whole number from -10000 to 10000 (broken lines can be left out with the policy"
            + " skip)",
        refusal(file, BrokenLines.FAIL));
  }

  @Test
  void brokenLinesAreCountedWhenTheyAreLeftOut() throws Exception {
    Path file = file(Flight.HEADER + "\r\n" + GOOD + "\n" + "\u0007broken\n" + GOOD + "again\n");

    FlightsCsv flights = FlightsCsv.check(file, BrokenLines.SKIP);

    assertEquals(
        new FlightsCsv(2, 2, "4: broken line '?broken': it has 1 columns instead of 5"), flights);
  }

  @Test
  void aFileOfBrokenLinesOnlyIsTold() throws IOException {
    Path file = file(Flight.HEADER + "\nbroken\n");

    assertEquals(
        file + ": it holds no flight, all lines are broken", refusal(file, BrokenLines.SKIP));
  }

  private static String refusal(Path file, BrokenLines policy) {
    return assertThrows(FlightsCsvException.class, () -> FlightsCsv.check(file, policy))
        .getMessage();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("flights.csv"), content);
  }
}
