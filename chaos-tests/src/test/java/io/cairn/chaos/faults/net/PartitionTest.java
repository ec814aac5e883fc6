package io.cairn.chaos.faults.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.chaos.faults.net.FaultNetwork.Pair;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartitionTest {
  private static final List<String> THREE = List.of("c1", "c2", "c3");
  private static final List<String> FIVE = List.of("c1", "c2", "c3", "c4", "c5");

  private static Set<String> hears(String who, List<String> all, Set<Pair> cut) {
    Set<String> heard = new HashSet<>();
    for (String from : all) {
      if (from.equals(who) || !cut.contains(new Pair(from, who))) {
        heard.add(from);
      }
    }
    return heard;
  }

  @Test
  void the_isolated_and_the_others_are_two_worlds() {
    Set<Pair> cut = Partition.isolate("c2", THREE);
    assertEquals(Set.of("c2"), hears("c2", THREE, cut));
    assertEquals(Set.of("c1", "c3"), hears("c1", THREE, cut));
    assertEquals(4, cut.size());
  }

  @Test
  void halves_of_five_leave_a_majority() {
    Set<Pair> cut = Partition.halves(FIVE);
    assertEquals(Set.of("c1", "c2"), hears("c1", FIVE, cut));
    assertEquals(Set.of("c3", "c4", "c5"), hears("c5", FIVE, cut));
  }

  @Test
  void the_bridge_hears_all_and_the_halves_only_it() {
    Set<Pair> cut = Partition.bridge("c3", FIVE);
    assertEquals(Set.copyOf(FIVE), hears("c3", FIVE, cut));
    assertEquals(Set.of("c1", "c2", "c3"), hears("c1", FIVE, cut));
    assertEquals(Set.of("c3", "c4", "c5"), hears("c4", FIVE, cut));
  }

  @Test
  void in_the_ring_each_hears_a_majority_and_no_two_the_same() {
    for (List<String> all : List.of(THREE, FIVE)) {
      Set<Pair> cut = Partition.majorityRing(all);
      Set<Set<String>> majorities = new HashSet<>();
      for (String who : all) {
        Set<String> heard = hears(who, all, cut);
        assertEquals(all.size() / 2 + 1, heard.size());
        majorities.add(heard);
      }
      assertEquals(all.size(), majorities.size());
    }
  }

  @Test
  void the_mute_is_not_heard_and_the_deaf_does_not_hear() {
    assertEquals(Set.copyOf(THREE), hears("c1", THREE, Partition.mute("c1", THREE)));
    assertEquals(Set.of("c2", "c3"), hears("c2", THREE, Partition.mute("c1", THREE)));
    assertEquals(Set.of("c1"), hears("c1", THREE, Partition.deaf("c1", THREE)));
    assertEquals(Set.copyOf(THREE), hears("c2", THREE, Partition.deaf("c1", THREE)));
  }
}
