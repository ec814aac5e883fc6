package io.cairn.examples.flights.verdict;

import io.cairn.examples.flights.verdict.Difference.Kind;
import io.cairn.examples.flights.verdict.Updates.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares the lines of one key. First the sequences: each from 1 to n once. Where they are sound,
 * each running value with the one before; and if all are, the delays with those of the input.
 */
final class KeyCheck {

  private static final int LATE_ABOVE_MINUTES = 15;

  private final Key key;
  private final ExpectedResults.OfKey expected;
  private final Differences differences;
  private boolean sound = true;

  KeyCheck(Key key, ExpectedResults.OfKey expected, Differences differences) {
    this.key = key;
    this.expected = expected;
    this.differences = differences;
  }

  void check(CommittedOutput.Lines lines) {
    List<Update> once = checkSequences(lines.updates().sorted());
    checkChain(once);
    if (sound) {
      checkDelays(once);
    }
    checkFinals(lines.finals());
  }

  /** Answers the lines with a sequence from 1 to n, the first of each. */
  private List<Update> checkSequences(Update[] sorted) {
    long n = expected.last().count();
    List<Update> once = new ArrayList<>(sorted.length);
    long next = 1;
    for (Update update : sorted) {
      if (update.sequence() < 1 || update.sequence() > n) {
        add(Kind.UNEXPECTED, 1, "sequence " + update.sequence() + ", the input has 1 to " + n);
      } else if (update.sequence() < next) {
        boolean same = update.equals(once.get(once.size() - 1));
        add(
            Kind.DUPLICATE,
            1,
            "sequence " + update.sequence() + (same ? "" : " with other values"));
      } else {
        missing(next, update.sequence());
        once.add(update);
        next = update.sequence() + 1;
      }
    }
    missing(next, n + 1);
    return once;
  }

  private void missing(long from, long to) {
    if (from < to) {
      add(
          Kind.MISSING,
          to - from,
          to - from == 1 ? "sequence " + from : "sequences " + from + " to " + (to - 1));
    }
  }

  private void checkChain(List<Update> updates) {
    Update before = new Update(0, 0, 0, 0);
    for (Update now : updates) {
      if (now.sequence() == before.sequence() + 1) {
        checkLink("total", before.total() + now.delay(), now.total(), now);
        long late = now.delay() > LATE_ABOVE_MINUTES ? 1 : 0;
        checkLink("late", before.late() + late, now.late(), now);
      }
      before = now;
    }
  }

  private void checkLink(String what, long must, long is, Update now) {
    if (must != is) {
      add(
          Kind.BROKEN_CHAIN,
          1,
          "%s at sequence %d is %d, the one before and the delay of %d make %d"
              .formatted(what, now.sequence(), is, now.delay(), must));
    }
  }

  private void checkDelays(List<Update> updates) {
    SortedMap<Long, Long> surplus = new TreeMap<>();
    updates.forEach(update -> surplus.merge(update.delay(), 1L, Long::sum));
    expected.delays().forEach((delay, times) -> surplus.merge((long) delay, -times, Long::sum));
    surplus.forEach(
        (delay, times) -> {
          if (times < 0) {
            add(Kind.MISSING, -times, "a delay of " + delay + ", " + -times + " times");
          } else if (times > 0) {
            add(Kind.UNEXPECTED, times, "a delay of " + delay + ", " + times + " times too often");
          }
        });
  }

  private void checkFinals(List<FinalValues> finals) {
    if (finals.isEmpty()) {
      add(Kind.MISSING, 1, "the final line");
      return;
    }
    if (finals.size() > 1) {
      add(Kind.DUPLICATE, finals.size() - 1L, "the final line, " + finals.size() + " times");
    }
    for (FinalValues committed : finals) {
      if (!committed.equals(expected.last())) {
        add(
            Kind.FINAL_MISMATCH,
            1,
            "the final line says " + committed + ", the input makes " + expected.last());
      }
    }
  }

  private void add(Kind kind, long times, String detail) {
    sound = false;
    differences.add(kind, times, key + ": " + detail);
  }
}
