package io.cairn.storage;

import java.util.Random;

/** Seeds of random tests: printed, and replayed with {@code -Dcairn.test.seed=N}. */
public final class Seeds {

  private Seeds() {}

  /** A random source whose seed was printed. */
  public static Random newRandom() {
    long seed = Long.getLong("cairn.test.seed", System.nanoTime());
    System.out.println(
        "seed " + seed + " (replay: -Dcairn.test.args=-Dcairn.test.seed=" + seed + ")");
    return new Random(seed);
  }
}
