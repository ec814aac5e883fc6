package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;
import java.util.function.BiPredicate;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * What a leader knows beside the state, and forgets with its leadership. Losing it costs repeated
 * work, never correctness. Immutable.
 *
 * @param underWay actions that were begun and have not ended
 * @param failures actions that failed and are to be tried again later
 * @param published COMPLETED checkpoints whose `_metadata` is known to be there
 */
record LeaderMemory(
    PSet<ActionKey> underWay, PMap<ActionKey, Retry> failures, PSet<Cut> published) {
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final int MAX_DOUBLINGS = 6;

  static final LeaderMemory EMPTY =
      new LeaderMemory(HashTreePSet.empty(), HashTreePMap.empty(), HashTreePSet.empty());

  /** A checkpoint of a job. */
  record Cut(JobId job, CheckpointId checkpoint) {}

  /**
   * A failed action.
   *
   * @param times in a row
   * @param notBeforeMillis by the leader's clock
   * @param why of the last time
   */
  record Retry(int times, long notBeforeMillis, String why) {}

  /** Neither under way nor waiting after a failure. */
  boolean isFree(ActionKey key, long nowMillis) {
    Retry retry = failures.get(key);
    return !underWay.contains(key) && (retry == null || retry.notBeforeMillis() <= nowMillis);
  }

  LeaderMemory begun(ActionKey key) {
    return new LeaderMemory(underWay.plus(key), failures, published);
  }

  LeaderMemory succeeded(ActionKey key) {
    return new LeaderMemory(underWay.minus(key), failures.minus(key), published);
  }

  /** Tried again after 100 ms, twice as long each time, 6.4 s at most. */
  LeaderMemory failed(ActionKey key, long nowMillis, String why) {
    Retry last = failures.get(key);
    int times = last == null ? 1 : last.times() + 1;
    long wait = FIRST_BACKOFF_MILLIS << Math.min(times - 1, MAX_DOUBLINGS);
    return new LeaderMemory(
        underWay.minus(key),
        failures.plus(key, new Retry(times, nowMillis + wait, why)),
        published);
  }

  LeaderMemory publishedToo(JobId job, CheckpointId checkpoint) {
    return new LeaderMemory(underWay, failures, published.plus(new Cut(job, checkpoint)));
  }

  /** Forgets publications of checkpoints that are retained no longer, so that memory is bounded. */
  LeaderMemory keepPublished(BiPredicate<JobId, CheckpointId> retained) {
    PSet<Cut> kept = published;
    for (Cut cut : published) {
      if (!retained.test(cut.job(), cut.checkpoint())) {
        kept = kept.minus(cut);
      }
    }
    return new LeaderMemory(underWay, failures, kept);
  }

  /** Forgets failures that were due long ago: what they were about is no longer to be done. */
  LeaderMemory withoutOldFailures(long nowMillis) {
    PMap<ActionKey, Retry> kept = failures;
    for (var failure : failures.entrySet()) {
      if (nowMillis - failure.getValue().notBeforeMillis() > FIRST_BACKOFF_MILLIS << 8) {
        kept = kept.minus(failure.getKey());
      }
    }
    return new LeaderMemory(underWay, kept, published);
  }
}
