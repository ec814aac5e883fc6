package io.cairn.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a leader knows of the others: how far their logs are, and when they were heard. */
final class Peers {
  private static final long LIVING = 400 * World.MILLI;

  private final Map<String, Long> next = new HashMap<>();
  private final Map<String, Long> match = new HashMap<>();
  private final Map<String, Long> heardOf = new HashMap<>();

  /** It leads from now on. */
  void reset(Set<String> peers, long now) {
    next.clear();
    match.clear();
    heardOf.clear();
    peers.forEach(peer -> heardOf.put(peer, now));
  }

  void heard(String peer, long now) {
    heardOf.put(peer, now);
  }

  /** It has stood still, and did not see that nobody was heard. */
  void heardAll(long now) {
    heardOf.replaceAll((peer, at) -> now);
  }

  /** Itself, and those that it has heard of lately. */
  Set<String> alive(String self, long now) {
    Set<String> alive = new HashSet<>(Set.of(self));
    heardOf.forEach(
        (peer, at) -> {
          if (now - at < LIVING) {
            alive.add(peer);
          }
        });
    return alive;
  }

  /** What to send it next; at first, what comes. */
  long next(String peer, long last) {
    return next.computeIfAbsent(peer, fresh -> last + 1);
  }

  /** Its log does not fit, and ends there at most. */
  void refused(String peer, long hint) {
    match.merge(peer, Math.max(0, hint), Math::min);
    next.put(peer, Math.max(1, Math.min(next.getOrDefault(peer, 1L) - 1, hint + 1)));
  }

  /** Its log agrees up to there. */
  void matched(String peer, long upTo) {
    match.merge(peer, upTo, Math::max);
    next.merge(peer, upTo + 1, Math::max);
  }

  boolean hasMatched(String peer, long index) {
    return match.getOrDefault(peer, 0L) >= index;
  }

  /** Who has the log up to there, itself too. */
  Set<String> holders(String self, long index) {
    Set<String> holders = new HashSet<>(Set.of(self));
    match.forEach(
        (peer, at) -> {
          if (at >= index) {
            holders.add(peer);
          }
        });
    return holders;
  }
}
