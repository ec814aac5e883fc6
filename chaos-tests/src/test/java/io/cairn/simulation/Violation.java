package io.cairn.simulation;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

/**
 * An invariant does not hold. It is remembered, because product code may catch it: what happens in
 * the store, for one, is an error of the store to its caller.
 */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final ThreadLocal<Violation> first = new ThreadLocal<>();

  Violation(String what) {
    super(what);
    if (first.get() == null) {
      first.set(this);
    }
  }

  @FormatMethod
  static void unless(boolean holds, @FormatString String format, Object... arguments) {
    if (!holds) {
      throw new Violation(String.format(format, arguments));
    }
  }

  /** A run begins on this thread. */
  static void forget() {
    first.remove();
  }

  /** Throws the run's first one, if there was any. */
  static void check() {
    Violation violation = first.get();
    if (violation != null) {
      throw violation;
    }
  }
}
