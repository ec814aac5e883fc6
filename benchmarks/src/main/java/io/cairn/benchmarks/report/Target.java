package io.cairn.benchmarks.report;

import java.util.Locale;

/** What a figure should reach. */
public record Target(Sense sense, double bound) {
  /** Which side of the bound is good. */
  public enum Sense {
    AT_LEAST,
    AT_MOST
  }

  /** A figure that should be {@code bound} or more. */
  public static Target atLeast(double bound) {
    return new Target(Sense.AT_LEAST, bound);
  }

  /** A figure that should be {@code bound} or less. */
  public static Target atMost(double bound) {
    return new Target(Sense.AT_MOST, bound);
  }

  /** Whether {@code value} reaches it; not a number reaches nothing. */
  public boolean reachedBy(double value) {
    return sense == Sense.AT_LEAST ? value >= bound : value <= bound;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s %s", sense == Sense.AT_LEAST ? ">=" : "<=", digits(bound));
  }

  /** A number for people: four significant digits, thousands grouped. */
  static String digits(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    String form =
        size >= 1000 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, form, value);
  }
}
