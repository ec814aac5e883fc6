package io.cairn.simulation;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Virtual time: what is to happen, in order of time and then of asking. Every delay and every
 * choice is drawn from the one seed, so a seed always gives the same run.
 */
final class World {
  static final long MILLI = 1_000;
  private static final long YEARS_MILLIS = 50L * 365 * 24 * 3_600_000;
  private static final int TRACE_LINES = 400;

  final SplittableRandom random;
  final Map<String, Integer> counts = new TreeMap<>();
  private final PriorityQueue<Happening> queue = new PriorityQueue<>();
  private final ArrayDeque<String> trace = new ArrayDeque<>();
  private final boolean tracing;
  private long micros;
  private long asked;
  private long happened;
  private Life acting;

  /**
   * A process that can die: what it had in mind then does not happen. While it is paused nothing of
   * it happens; then everything does at once.
   */
  static final class Life {
    private final Life parent;
    private final Runnable die;
    private boolean over;
    private long pausedUntil;
    private long nanosLost;

    Life() {
      this(null, null);
    }

    private Life(Life parent, Runnable die) {
      this.parent = parent;
      this.die = die;
    }

    /** A process; {@code die} ends it from within. */
    static Life of(Runnable die) {
      return new Life(null, die);
    }

    /** A part of a process, which may end before it. */
    Life part() {
      return new Life(this, die);
    }

    boolean isOver() {
      return over || (parent != null && parent.isOver());
    }

    void end() {
      over = true;
    }

    long pausedUntil() {
      return parent == null ? pausedUntil : Math.max(pausedUntil, parent.pausedUntil());
    }
  }

  /** Unwinds what a process was doing when a failpoint ended it; no error that it could catch. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the process is dead", null, false, false);
    }
  }

  private record Happening(long micros, long order, Life life, Runnable what)
      implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      int byTime = Long.compare(micros, other.micros);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  World(long seed, boolean tracing) {
    this.random = new SplittableRandom(seed);
    this.tracing = tracing;
  }

  long micros() {
    return micros;
  }

  long happened() {
    return happened;
  }

  /** A process's monotonic clock; it does not begin at 0. */
  long nanos(Life life) {
    return 7_000_000_000L + micros * 1_000 - life.nanosLost;
  }

  /** A process's wall clock, which is off by so much. */
  long wallMillis(long offset) {
    return Math.max(0, micros / 1_000 + offset + YEARS_MILLIS);
  }

  /** Stops a process for so long; its monotonic clock goes on, or stops too. */
  void pause(Life life, long micros, boolean clockToo) {
    long from = Math.max(life.pausedUntil, this.micros);
    long until = Math.max(from, this.micros + micros);
    life.pausedUntil = until;
    if (clockToo) {
      life.nanosLost += (until - from) * 1_000;
    }
  }

  boolean isPaused(Life life) {
    return life.pausedUntil() > micros;
  }

  /** Ends the process that acts now, in the middle of what it does. */
  void dieHere() {
    acting.die.run();
    throw new Died();
  }

  /** Whether what happens now is done by a process that can die. */
  boolean isMortal() {
    return acting != null && acting.die != null && !acting.isOver();
  }

  void after(long delayMicros, Life life, Runnable what) {
    asked++;
    queue.add(new Happening(micros + Math.max(0, delayMicros), asked, life, what));
  }

  /** Lets the next thing happen; false when nothing is left until that time. */
  boolean next(long untilMicros) {
    while (!queue.isEmpty() && queue.peek().micros() <= untilMicros) {
      Happening now = queue.remove();
      if (now.life().isOver()) {
        continue;
      }
      long paused = now.life().pausedUntil();
      if (paused > now.micros()) {
        queue.add(new Happening(paused, now.order(), now.life(), now.what()));
        continue;
      }
      micros = now.micros();
      happened++;
      act(now);
      return true;
    }
    micros = Math.max(micros, untilMicros);
    return false;
  }

  private void act(Happening now) {
    acting = now.life();
    try {
      now.what().run();
    } catch (Died died) {
      if (!now.life().isOver()) {
        throw died;
      }
    } finally {
      acting = null;
    }
  }

  /** From low to high, in microseconds; low values are likelier. */
  long delay(long low, long high) {
    double skewed = random.nextDouble();
    return low + (long) ((high - low) * skewed * skewed);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** A line for people; costs nothing unless this run is traced. */
  @FormatMethod
  void trace(String who, @FormatString String format, Object... arguments) {
    if (tracing) {
      trace.add(
          String.format("%9.3f ms  %-4s %s", micros / 1e3, who, String.format(format, arguments)));
      if (trace.size() > TRACE_LINES) {
        trace.remove();
      }
    }
  }

  List<String> trace() {
    return new ArrayList<>(trace);
  }
}
