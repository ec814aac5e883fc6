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
  private static final int TRACE_LINES = 400;

  final SplittableRandom random;
  final Map<String, Integer> counts = new TreeMap<>();
  private final PriorityQueue<Happening> queue = new PriorityQueue<>();
  private final ArrayDeque<String> trace = new ArrayDeque<>();
  private final boolean tracing;
  private long micros;
  private long asked;
  private long happened;

  /** A process that can die: what it had in mind then does not happen. */
  static final class Life {
    private boolean over;

    boolean isOver() {
      return over;
    }

    void end() {
      over = true;
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

  /** A monotonic clock; it does not begin at 0. */
  long nanos() {
    return 7_000_000_000L + micros * 1_000;
  }

  void after(long delayMicros, Life life, Runnable what) {
    asked++;
    queue.add(new Happening(micros + Math.max(0, delayMicros), asked, life, what));
  }

  /** Lets the next thing happen; false when nothing is left until that time. */
  boolean next(long untilMicros) {
    while (!queue.isEmpty() && queue.peek().micros() <= untilMicros) {
      Happening now = queue.remove();
      if (!now.life().isOver()) {
        micros = now.micros();
        happened++;
        now.what().run();
        return true;
      }
    }
    micros = Math.max(micros, untilMicros);
    return false;
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
