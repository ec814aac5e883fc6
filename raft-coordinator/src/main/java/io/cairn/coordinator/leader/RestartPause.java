package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.JobState;

/**
 * When the next attempt of a job is due. The state holds the first failure's pause; here it doubles
 * with each further failure in a row, as often as the policy says, so that a store which is away
 * for a minute does not use up every restart. With no doubling it is a fixed one. It is the
 * leader's to keep and not the log's: old logs replay as they did.
 */
final class RestartPause {

  private RestartPause() {}

  /** Elapsed time of the cluster, in milliseconds, before which no attempt is to begin. */
  static long dueElapsedMillis(JobState job) {
    long first = job.budget().notBeforeElapsedMillis();
    int further = Math.max(0, job.budget().failuresInRow() - 1);
    int doublings = Math.min(job.policy().restartDoublings(), further);
    long more = saturated(job.policy().restartDelayMillis(), (1L << doublings) - 1);
    long due = first + more;
    return due < 0 ? Long.MAX_VALUE : due;
  }

  private static long saturated(long delayMillis, long factor) {
    boolean overflows = factor > 0 && delayMillis > Long.MAX_VALUE / factor;
    return overflows ? Long.MAX_VALUE : delayMillis * factor;
  }
}
