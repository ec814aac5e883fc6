package io.cairn.examples.flights.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedResultsTest {

  @TempDir Path directory;
  private Path csv;

  @BeforeEach
  void writeInput() throws IOException {
    csv = directory.resolve("flights.csv");
    Files.writeString(
        csv,
        """
        departure_local,delay_minutes,distance_miles,origin,destination
        2001-01-01T00:47,66,1750,DTW,LAS
        2001-01-01T01:47,-6,1750,DTW,LAS
        broken
        2001-01-01T02:47,15,500,DTW,ATL
        """);
  }

  @Test
  void everyFlightCountsForItsAirportAndItsRouteInEachPass() throws IOException {
    ExpectedResults expected = ExpectedResults.of(csv, 3, true);

    assertEquals(18, expected.updates());
    assertEquals(
        Map.of(
            new Key("airport", "DTW"),
            new FinalValues(9, 225, 3, "0.3333", "66 66 66 15 15"),
            new Key("route", "DTW-LAS"),
            new FinalValues(6, 180, 3, "0.5000", "66 66 66 -6 -6"),
            new Key("route", "DTW-ATL"),
            new FinalValues(3, 45, 0, "0.0000", "15 15 15")),
        expected.finals());
  }

  @Test
  void aBrokenLineIsNamedUnlessItIsToBeLeftOut() {
    IllegalArgumentException broken =
        assertThrows(IllegalArgumentException.class, () -> ExpectedResults.of(csv, 1, false));

    assertEquals(csv + ":4: it has 1 columns instead of 5", broken.getMessage());
  }
}
