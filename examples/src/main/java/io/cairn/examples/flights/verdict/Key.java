package io.cairn.examples.flights.verdict;

import java.util.Comparator;

/**
 * What flights are grouped by.
 *
 * @param kind {@code airport} or {@code route}
 * @param name {@code DFW} or {@code DFW-IAD}
 */
public record Key(String kind, String name) implements Comparable<Key> {

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::kind).thenComparing(Key::name);

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
