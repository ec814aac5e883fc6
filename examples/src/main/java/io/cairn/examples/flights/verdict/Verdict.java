package io.cairn.examples.flights.verdict;

import io.cairn.examples.flights.verdict.Difference.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether the committed output is exactly what the input makes. Immutable.
 *
 * <p>What is compared for each key: the sequences are 1 to n, each once; each running total and
 * late count is the one before plus this flight; the multiset of delays is that of the input; and
 * the one final line is equal. In which order the flights of a key came is open, as several sources
 * read at once; nothing else is.
 *
 * @param exact whether there is no difference at all
 * @param updates lines about one flight that are committed
 * @param expectedUpdates such lines that there must be
 * @param finals last lines of keys that are committed
 * @param keys airports and routes committed
 * @param expectedKeys airports and routes that there must be
 * @param counts how many lines each kind of difference concerns; kinds that do not occur are absent
 * @param first the first differences, at most {@value #DIFFERENCES_KEPT}, by key
 */
public record Verdict(
    boolean exact,
    long updates,
    long expectedUpdates,
    long finals,
    int keys,
    int expectedKeys,
    Map<Kind, Long> counts,
    List<Difference> first) {

  /** How many differences are kept. */
  public static final int DIFFERENCES_KEPT = 10;

  /** Compares. Takes about a second for a million lines. */
  public static Verdict of(ExpectedResults expected, CommittedOutput committed) {
    Differences differences = new Differences();
    expected
        .keys()
        .forEach(
            (key, ofKey) -> {
              CommittedOutput.Lines lines = committed.keys().get(key);
              new KeyCheck(key, ofKey, differences)
                  .check(lines == null ? new CommittedOutput.Lines() : lines);
            });
    committed
        .keys()
        .forEach(
            (key, lines) -> {
              if (!expected.keys().containsKey(key)) {
                long all = lines.updates().size() + (long) lines.finals().size();
                differences.add(Kind.UNEXPECTED, all, key + ": a key that the input does not have");
              }
            });
    committed.malformed().forEach(line -> differences.add(Kind.UNEXPECTED, line));
    long notKept = committed.malformedCount() - committed.malformed().size();
    if (notKept > 0) {
      differences.add(
          Kind.UNEXPECTED, notKept, notKept + " further lines that are none of this job");
    }
    return new Verdict(
        differences.counts().isEmpty(),
        committed.updates(),
        expected.updates(),
        committed.finals(),
        committed.keyCount(),
        expected.keyCount(),
        differences.counts(),
        differences.first());
  }

  /** One line for a person. */
  public String summary() {
    String compared =
        "%,d of %,d records, %,d of %,d keys"
            .formatted(updates, expectedUpdates, keys, expectedKeys);
    if (exact) {
      return "exact: " + compared;
    }
    return "NOT exact: "
        + compared
        + "; "
        + counts.entrySet().stream()
            .map(kind -> "%,d %s".formatted(kind.getValue(), kind.getKey().word()))
            .collect(Collectors.joining(", "));
  }
}
