package io.cairn.examples.flights;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the job writes. One record is one line of comma-separated fields; no field holds a comma.
 *
 * <p>For each flight, once for its airport of origin and once for its route:
 *
 * <pre>{@code
 * update,<kind>,<key>,<sequence>,<delay>,<total>,<late>
 * update,airport,DFW,17,66,410,5
 * }</pre>
 *
 * <ul>
 *   <li>{@code kind}: {@code airport} or {@code route}; {@code key}: {@code DFW} or {@code DFW-IAD}
 *   <li>{@code sequence}: the running count of this key's flights, so 1, 2, 3 and so on
 *   <li>{@code delay}: of this flight, in minutes, negative if early
 *   <li>{@code total}: the sum of the key's delays, this one included
 *   <li>{@code late}: how many of the key's flights were late, this one included
 * </ul>
 *
 * <p>When the input has ended, once for each key:
 *
 * <pre>{@code
 * final,<kind>,<key>,<count>,<total>,<late>,<late share>,<worst>
 * final,route,DFW-IAD,23,410,5,0.2173,66 41 41 20 17
 * }</pre>
 *
 * <ul>
 *   <li>{@code late share}: {@code late / count} with four decimals, rounded down
 *   <li>{@code worst}: the greatest delays, at most five, greatest first, separated by spaces
 * </ul>
 *
 * <p>In which order the flights of a key come is open, as several sources read at once. But for
 * each key the sequences are 1 to n without gap or repetition, each total is the one before plus
 * the delay, the multiset of delays is that of the input, and the final line is determined.
 */
final class ResultLine {

  private ResultLine() {}

  static String update(KeyKind kind, String key, Totals now, int delayMinutes) {
    return "update,"
        + kind.word()
        + ','
        + key
        + ','
        + now.count()
        + ','
        + delayMinutes
        + ','
        + now.totalDelayMinutes()
        + ','
        + now.late();
  }

  static String last(KeyKind kind, String key, Totals totals, List<Integer> worst) {
    long share = totals.latePerTenThousand();
    return "final,%s,%s,%d,%d,%d,%d.%04d,%s"
        .formatted(
            kind.word(),
            key,
            totals.count(),
            totals.totalDelayMinutes(),
            totals.late(),
            share / 10_000,
            share % 10_000,
            worst.stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }
}
