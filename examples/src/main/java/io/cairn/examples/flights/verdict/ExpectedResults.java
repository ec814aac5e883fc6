package io.cairn.examples.flights.verdict;

import io.cairn.examples.flights.Flight;
import io.cairn.examples.flights.FlightLines;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the job must write for an input, computed directly: in one thread, in memory, without Cairn.
 * Immutable.
 */
public final class ExpectedResults {

  private static final int LATE_ABOVE_MINUTES = 15;
  private static final int WORST = 5;

  private final SortedMap<Key, OfKey> keys;
  private final long updates;

  /**
   * @param last what the key's final line says
   * @param delays how often each delay occurs, by delay
   */
  record OfKey(FinalValues last, SortedMap<Integer, Long> delays) {}

  private ExpectedResults(SortedMap<Key, OfKey> keys) {
    this.keys = keys;
    this.updates = keys.values().stream().mapToLong(key -> key.last().count()).sum();
  }

  /**
   * Computes them.
   *
   * @param repeat how often the job reads the file
   * @param skipBroken whether lines that cannot be read are left out
   * @throws IllegalArgumentException if a line cannot be read and is not to be left out
   */
  public static ExpectedResults of(Path csv, long repeat, boolean skipBroken) throws IOException {
    Map<Key, SortedMap<Integer, Long>> delays = new TreeMap<>();
    for (Flight flight : flights(csv, skipBroken)) {
      String route = flight.origin() + "-" + flight.destination();
      count(delays, new Key("airport", flight.origin()), flight, repeat);
      count(delays, new Key("route", route), flight, repeat);
    }
    SortedMap<Key, OfKey> keys = new TreeMap<>();
    delays.forEach((key, ofKey) -> keys.put(key, new OfKey(last(ofKey), ofKey)));
    return new ExpectedResults(keys);
  }

  private static void count(
      Map<Key, SortedMap<Integer, Long>> delays, Key key, Flight flight, long repeat) {
    delays
        .computeIfAbsent(key, any -> new TreeMap<>())
        .merge(flight.delayMinutes(), repeat, Long::sum);
  }

  private static List<Flight> flights(Path csv, boolean skipBroken) throws IOException {
    List<Flight> flights = new ArrayList<>();
    FlightLines.forEach(
        csv,
        (number, line) -> {
          if (number == 1) {
            return;
          }
          try {
            flights.add(Flight.parse(line));
          } catch (IllegalArgumentException e) {
            if (!skipBroken) {
              throw new IllegalArgumentException(csv + ":" + number + ": " + e.getMessage(), e);
            }
          }
        });
    return flights;
  }

  private static FinalValues last(SortedMap<Integer, Long> delays) {
    long count = 0;
    long total = 0;
    long late = 0;
    List<Integer> ascending = new ArrayList<>();
    for (Map.Entry<Integer, Long> delay : delays.entrySet()) {
      long times = delay.getValue();
      count += times;
      total += delay.getKey() * times;
      late += delay.getKey() > LATE_ABOVE_MINUTES ? times : 0;
      for (long i = 0; i < Math.min(times, WORST); i++) {
        ascending.add(delay.getKey());
      }
    }
    String worst =
        ascending.stream()
            .sorted((a, b) -> Integer.compare(b, a))
            .limit(WORST)
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
    String share =
        BigDecimal.valueOf(late)
            .divide(BigDecimal.valueOf(count), 4, RoundingMode.DOWN)
            .toPlainString();
    return new FinalValues(count, total, late, share, worst);
  }

  /** How many {@code update} lines there must be: two for each flight. */
  public long updates() {
    return updates;
  }

  /** How many keys there must be, airports and routes together. */
  public int keyCount() {
    return keys.size();
  }

  /** What the final line of a key must say, by key. */
  public SortedMap<Key, FinalValues> finals() {
    SortedMap<Key, FinalValues> finals = new TreeMap<>();
    keys.forEach((key, expected) -> finals.put(key, expected.last()));
    return finals;
  }

  SortedMap<Key, OfKey> keys() {
    return keys;
  }
}
