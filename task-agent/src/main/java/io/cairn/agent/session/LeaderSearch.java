package io.cairn.agent.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which coordinator addresses to try, and when. While there is no session each address is
 * tried on its own rhythm, so that one that hangs does not delay the others: a new leader is found
 * within one pause of its readiness. A leader named by another coordinator is tried at once.
 *
 * <p>Pure: time comes in as milliseconds of a clock that never runs backwards. Not thread-safe.
 */
public final class LeaderSearch {

  /** The first pause before the same address is tried again. */
  static final long FIRST_PAUSE_MILLIS = 25;

  /** Pauses double up to this: with 3 coordinators an agent makes at most 40 attempts a second. */
  static final long MAX_PAUSE_MILLIS = 75;

  /** After this long without a leader an agent slows down, so that a crowd of them does no harm. */
  static final long PATIENCE_MILLIS = 30_000;

  static final long SLOW_PAUSE_MILLIS = 250;

  /** Pause after a coordinator said it is overloaded or could not read us. */
  static final long REFUSED_PAUSE_MILLIS = 1_000;

  /** A coordinator that took the connection and says nothing for this long is tried anew. */
  static final long ANSWER_MILLIS = 2_000;

  /** After so long without a leader it is worth a line in the log, and then each such time. */
  static final long COMPLAINT_MILLIS = 10_000;

  private static final class Candidate {
    boolean pending;
    long notBefore;
    long pause = FIRST_PAUSE_MILLIS;
  }

  private final List<String> configured;
  private final Map<String, Candidate> candidates = new LinkedHashMap<>();
  private long searchingSince;
  private long complaintDue;

  /**
   * Takes the addresses to try.
   *
   * @param configured session addresses, never given up
   * @param remembered session addresses from an earlier run, tried too
   */
  public LeaderSearch(Collection<String> configured, Collection<String> remembered) {
    this.configured = List.copyOf(configured);
    configured.forEach(this::candidate);
    remembered.forEach(this::candidate);
  }

  /**
   * A coordinator told the current members: these and the configured ones are tried from now on.
   */
  public void members(Collection<String> addresses) {
    candidates.keySet().removeIf(a -> !addresses.contains(a) && !configured.contains(a));
    addresses.forEach(this::candidate);
  }

  /** The search begins: every address may be tried at once. */
  public void begin(long nowMillis) {
    searchingSince = nowMillis;
    complaintDue = nowMillis + COMPLAINT_MILLIS;
    for (Candidate candidate : candidates.values()) {
      candidate.pending = false;
      candidate.notBefore = nowMillis;
      candidate.pause = FIRST_PAUSE_MILLIS;
    }
  }

  /** The addresses to try now; they count as being tried until told otherwise. */
  public List<String> dial(long nowMillis) {
    List<String> due = new ArrayList<>();
    candidates.forEach(
        (address, candidate) -> {
          if (candidate.notBefore <= nowMillis) {
            // A pending one that is due again did not answer in time.
            candidate.pending = true;
            candidate.notBefore = nowMillis + ANSWER_MILLIS;
            due.add(address);
          }
        });
    return due;
  }

  /** The attempt failed, or the answer was that it does not lead. */
  public void failed(String address, long nowMillis) {
    Candidate candidate = candidates.get(address);
    if (candidate == null || !candidate.pending) {
      return;
    }
    boolean patient = nowMillis - searchingSince < PATIENCE_MILLIS;
    candidate.pending = false;
    candidate.notBefore = nowMillis + candidate.pause;
    candidate.pause = patient ? Math.min(MAX_PAUSE_MILLIS, 2 * candidate.pause) : SLOW_PAUSE_MILLIS;
  }

  /** It refused us for a reason that passes. */
  public void refused(String address, long nowMillis) {
    Candidate candidate = candidate(address);
    candidate.pending = false;
    candidate.notBefore = nowMillis + REFUSED_PAUSE_MILLIS;
  }

  /**
   * Another coordinator says that this one leads. Only brings its next attempt forward to the first
   * pause since its last one, so that two coordinators that name each other make no busy loop.
   */
  public void hinted(String address, long nowMillis) {
    if (address.isEmpty()) {
      return;
    }
    Candidate candidate = candidates.get(address);
    if (candidate == null) {
      candidate(address).notBefore = nowMillis;
    } else if (!candidate.pending) {
      candidate.notBefore = Math.min(candidate.notBefore, nowMillis + FIRST_PAUSE_MILLIS);
    }
  }

  /** True now and then while a leader is sought in vain: somebody should be told. */
  public boolean complains(long nowMillis) {
    if (nowMillis < complaintDue) {
      return false;
    }
    complaintDue = nowMillis + COMPLAINT_MILLIS;
    return true;
  }

  /** How long no leader has been found. */
  public long searchingMillis(long nowMillis) {
    return nowMillis - searchingSince;
  }

  /** When {@link #dial} next has something; {@link Long#MAX_VALUE} never. */
  public long nextDialMillis() {
    return candidates.values().stream().mapToLong(c -> c.notBefore).min().orElse(Long.MAX_VALUE);
  }

  /** Every address that is tried, configured ones first. */
  public List<String> addresses() {
    return List.copyOf(candidates.keySet());
  }

  private Candidate candidate(String address) {
    return candidates.computeIfAbsent(address, a -> new Candidate());
  }
}
