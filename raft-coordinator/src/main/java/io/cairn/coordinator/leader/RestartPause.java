package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.JobState;

/**
 * When the next attempt of a job is due. The state holds the first failure's pause; here it doubles
 * with each further failure in a row, so that a store which is away for a minute does not use up
 * every restart. It is the leader's to keep and not the log's: old logs replay as they did.
 */
final class RestartPause {

  /** The pause grows to 32 times the policy's delay. */
  private static final int MAX_DOUBLINGS = 5;

  private RestartPause() {}

  /** Elapsed time of the cluster, in milliseconds, before which no attempt is to begin. */
  static long dueElapsedMillis(JobState job) {
    long first = job.budget().notBeforeElapsedMillis();
    int doublings = Math.min(MAX_DOUBLINGS, Math.max(0, job.budget().failuresInRow() - 1));
    long more = saturated(job.policy().restartDelayMillis(), (1L << doublings) - 1);
    long due = first + more;
    return due < 0 ? Long.MAX_VALUE : due;
  }

  private static long saturated(long delayMillis, long factor) {
    boolean overflows = factor > 0 && delayMillis > Long.MAX_VALUE / factor;
    return overflows ? Long.MAX_VALUE : delayMillis * factor;
  }
}
