package io.cairn.examples.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.examples.KeyedRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayStatisticsTest {

  @Test
  void eachFlightWritesItsRunningValuesAndTheEndThoseOfEachKey() throws Exception {
    KeyedRun<String, Flight> run = new KeyedRun<>(new DelayStatistics(KeyKind.ROUTE));

    for (int delay : new int[] {66, -5, 15, 16, 3, 70}) {
      run.process("DTW-LAS", new Flight("2001-01-01T00:47", delay, 1750, "DTW", "LAS"));
    }
    run.process("ABE-ATL", new Flight("2001-01-01T00:47", -7, 692, "ABE", "ATL"));

    assertEquals(
        List.of(
            "update,route,DTW-LAS,1,66,66,1",
            "update,route,DTW-LAS,2,-5,61,1",
            "update,route,DTW-LAS,3,15,76,1",
            "update,route,DTW-LAS,4,16,92,2",
            "update,route,DTW-LAS,5,3,95,2",
            "update,route,DTW-LAS,6,70,165,3",
            "update,route,ABE-ATL,1,-7,-7,0"),
        List.copyOf(run.emitted()));
    assertEquals(
        List.of(
            "final,route,ABE-ATL,1,-7,0,0.0000,-7",
            "final,route,DTW-LAS,6,165,3,0.5000,70 66 16 15 3"),
        run.endOfInput());
  }
}
