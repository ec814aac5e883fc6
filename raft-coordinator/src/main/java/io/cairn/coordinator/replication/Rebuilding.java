package io.cairn.coordinator.replication;

import io.cairn.coordinator.replication.disk.RebuildMark;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a replica vote that may have forgotten its votes, once it has applied all that a leader had
 * committed. The leader has committed an entry of its own term by then, and a majority has
 * confirmed it: so everything is back that this replica had helped to commit, and no candidate of
 * that term or an older one can still win with its help. (Decision 24.)
 *
 * <p>Thread-safe; its work is done on the executor that it is given.
 */
final class Rebuilding {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
  private static final long PAUSE_MILLIS = 100;

  private final RebuildMark mark;
  private final Supplier<Leadership> leadership;
  private final Executor executor;

  Rebuilding(RebuildMark mark, Supplier<Leadership> leadership, Executor executor) {
    this.mark = mark;
    this.leadership = leadership;
    this.executor = executor;
  }

  /** Looks until it is done or the executor is closed. */
  void watch(LinearizableReads reads, LongSupplier appliedIndex) {
    if (!mark.isHere()) {
      return;
    }
    if (leadership.get().leaderId().isEmpty()) {
      later(reads, appliedIndex);
      return;
    }
    var unused =
        reads
            .read(appliedIndex::getAsLong)
            .whenComplete(
                (index, failure) -> {
                  if (failure != null || !rebuilt(index)) {
                    later(reads, appliedIndex);
                  }
                });
  }

  private void later(LinearizableReads reads, LongSupplier appliedIndex) {
    try {
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor)
          .execute(() -> watch(reads, appliedIndex));
    } catch (RejectedExecutionException closed) {
      LOG.debug("the replica is closed before it has everything back");
    }
  }

  private boolean rebuilt(long index) {
    if (cleared()) {
      LOG.info("has all that the cluster had decided, up to index {}: votes from now on", index);
      return true;
    }
    return false;
  }

  /** A founder has forgotten nothing. False when the disk does not take it. */
  boolean cleared() {
    try {
      mark.clear();
      return true;
    } catch (IOException e) {
      LOG.error("cannot take note that this replica may vote", e);
      return false;
    }
  }
}
