package io.cairn.examples.flights;

import io.cairn.examples.KeyedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Runs the job's own operators over a file without a cluster, the flights in a random order. */
public final class JobRun {

  private JobRun() {}

  public static List<String> linesOf(Path csv, int repeat, Random random) throws Exception {
    List<Flight> flights = new ArrayList<>();
    List<String> input = Files.readAllLines(csv);
    for (int pass = 0; pass < repeat; pass++) {
      input.stream().skip(1).map(Flight::parse).forEach(flights::add);
    }
    Collections.shuffle(flights, random);
    List<String> lines = new ArrayList<>();
    for (KeyKind kind : KeyKind.values()) {
      KeyedRun<String, Flight> run = new KeyedRun<>(new DelayStatistics(kind));
      for (Flight flight : flights) {
        run.process(kind.keyOf(flight), flight);
      }
      run.endOfInput();
      lines.addAll(run.emitted());
    }
    return lines;
  }
}
