package io.cairn.chaos.faults.net;

import io.cairn.chaos.faults.net.FaultNetwork.Pair;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Ways to cut a network of processes: which directions carry nothing any more. Pure. */
public final class Partition {
  private Partition() {}

  /** One process and the others do not reach each other. */
  public static Set<Pair> isolate(String alone, List<String> all) {
    return cut(all, (from, to) -> from.equals(alone) || to.equals(alone));
  }

  /** The first half of them and the rest do not reach each other. */
  public static Set<Pair> halves(List<String> all) {
    List<String> first = all.subList(0, all.size() / 2);
    return cut(all, (from, to) -> first.contains(from) != first.contains(to));
  }

  /** Two halves that do not reach each other, but for one process that reaches all. */
  public static Set<Pair> bridge(String bridge, List<String> all) {
    List<String> others = all.stream().filter(name -> !name.equals(bridge)).toList();
    return halves(others);
  }

  /**
   * Each process hears a majority, itself counted, and no two of them the same one: those that
   * follow it in the ring.
   */
  public static Set<Pair> majorityRing(List<String> all) {
    int others = all.size() / 2;
    return cut(
        all,
        (from, to) -> {
          int steps = Math.floorMod(all.indexOf(from) - all.indexOf(to), all.size());
          return steps > others;
        });
  }

  /** What this process says reaches nobody; it hears all. */
  public static Set<Pair> mute(String mute, List<String> all) {
    return cut(all, (from, to) -> from.equals(mute));
  }

  /** This process hears nobody; what it says arrives. */
  public static Set<Pair> deaf(String deaf, List<String> all) {
    return cut(all, (from, to) -> to.equals(deaf));
  }

  /** Both directions of each of two. */
  public static Set<Pair> between(List<String> all) {
    return cut(all, (from, to) -> true);
  }

  private static Set<Pair> cut(List<String> all, BiPredicate<String, String> lost) {
    Set<Pair> pairs = new HashSet<>();
    for (String from : all) {
      for (String to : all) {
        if (!from.equals(to) && lost.test(from, to)) {
          pairs.add(new Pair(from, to));
        }
      }
    }
    return pairs;
  }
}
