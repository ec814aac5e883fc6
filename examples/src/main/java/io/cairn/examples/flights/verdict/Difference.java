package io.cairn.examples.flights.verdict;

import java.util.Locale;

/**
 * One thing in which the committed output is not what it must be.
 *
 * @param detail which key and line, for a person
 */
public record Difference(Kind kind, String detail) {

  /** What is wrong. */
  public enum Kind {
    /** A line that must be there is not: input was lost. */
    MISSING,
    /** A line is there more than once: output was committed twice. */
    DUPLICATE,
    /** A line that must not be there: input was counted twice, or a value is wrong. */
    UNEXPECTED,
    /** A running value is not the one before plus the delay: state and output do not fit. */
    BROKEN_CHAIN,
    /** The last line of a key says something else: the final state is wrong. */
    FINAL_MISMATCH;

    /** As a person reads it: {@code broken chain}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @Override
  public String toString() {
    return kind.word() + ": " + detail;
  }
}
