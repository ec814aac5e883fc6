package io.cairn.cli.demo;

import io.cairn.cli.cluster.ClusterPlan;
import java.nio.file.Path;

/**
 * What a demo run shall do.
 *
 * @param seconds how long the whole run takes, about
 * @param kill whom to kill
 * @param store where snapshots go
 * @param input the CSV file, checked
 * @param flights lines of it that can be read
 * @param repeat how often it is read
 * @param skipBroken whether lines that cannot be read are left out
 * @param seed chooses the moments of the kills and the agent
 * @param keep whether the directory stays
 */
record DemoSettings(
    int seconds,
    Kill kill,
    ClusterPlan.Store store,
    Path input,
    long flights,
    int repeat,
    boolean skipBroken,
    long seed,
    boolean keep) {

  /** Whom to kill. */
  enum Kill {
    /** The leader of the coordinators. */
    LEADER,
    /** An agent. */
    AGENT,
    /** First the leader, later an agent. */
    BOTH,
    /** Nobody. */
    NONE;

    boolean leader() {
      return this == LEADER || this == BOTH;
    }

    boolean agent() {
      return this == AGENT || this == BOTH;
    }
  }

  /** Seconds that replaying after a kill, the final checkpoint and the verdict take. */
  private static final int ENDING_SECONDS = 12;

  /** The kills need some checkpoints before, between and after them. */
  private static final int LEAST_INPUT_SECONDS = 34;

  /**
   * Flights per second, so that the input lasts for what is left of the run.
   *
   * @param spentSeconds what starting the cluster took
   */
  long ratePerSecond(long spentSeconds) {
    long left = Math.max(LEAST_INPUT_SECONDS, seconds - ENDING_SECONDS - spentSeconds);
    return Math.max(1, flights * repeat / left);
  }
}
