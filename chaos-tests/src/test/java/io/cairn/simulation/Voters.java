package io.cairn.simulation;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who votes. During a change of several, {@code before} holds those of before, and a majority of
 * each of the two is needed. (Raft paper, section 6.)
 */
record Voters(SortedSet<String> now, SortedSet<String> before) {
  static final Voters NONE = new Voters(Set.of(), Set.of());

  Voters(Collection<String> now, Collection<String> before) {
    this(sorted(now), sorted(before));
  }

  private static SortedSet<String> sorted(Collection<String> ids) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(ids));
  }

  static Voters of(Collection<String> ids) {
    return new Voters(ids, Set.of());
  }

  boolean contains(String id) {
    return now.contains(id) || before.contains(id);
  }

  SortedSet<String> all() {
    TreeSet<String> all = new TreeSet<>(now);
    all.addAll(before);
    return all;
  }

  boolean isJoint() {
    return !before.isEmpty();
  }

  /** Whether these are enough to decide. */
  boolean isMajority(Set<String> those) {
    return isMajority(now, those) && (before.isEmpty() || isMajority(before, those));
  }

  private static boolean isMajority(Set<String> voters, Set<String> those) {
    return 2 * voters.stream().filter(those::contains).count() > voters.size();
  }
}
