package io.cairn.examples.flights;

import java.util.ArrayList;
import java.util.List;

/** The list of the greatest delays of a key, greatest first, equal ones each for itself. */
final class WorstDelays {

  /** How many are kept. */
  static final int SIZE = 5;

  private WorstDelays() {}

  /** Whether {@code delay} changes the list. */
  static boolean admits(List<Integer> worst, int delay) {
    return worst.size() < SIZE || delay > worst.get(SIZE - 1);
  }

  /** The list with {@code delay} in its place, cut to its size. */
  static List<Integer> with(List<Integer> worst, int delay) {
    List<Integer> longer = new ArrayList<>(worst);
    int place = 0;
    while (place < longer.size() && longer.get(place) >= delay) {
      place++;
    }
    longer.add(place, delay);
    return List.copyOf(longer.subList(0, Math.min(SIZE, longer.size())));
  }
}
