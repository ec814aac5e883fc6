package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Progress;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.storage.blob.BlobStore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the leader's thread does, without the thread: at each {@link #turn} it takes what has come
 * and, while this coordinator leads, asks the {@link Reconciler} what should be going on.
 *
 * <p>{@link #turn} belongs to one thread; the rest may be called by any.
 */
public final class LeaderDesk implements AutoCloseable {
  private final ReplicatedState replicated;
  private final LongSupplier nanoClock;
  private final StoreWork work;
  private final LeadershipTransfers transfers;
  private final AgentLiveness liveness;
  private final long leaseMillis;
  private final Mailbox mailbox = new Mailbox();
  private volatile Latest latest;
  private @Nullable Leading leading;

  /** The newest applied state and when it was applied, by the monotonic clock. */
  record Latest(ClusterState state, long nanos) {}

  /**
   * Makes a desk that does not listen yet.
   *
   * @param store is the caller's to close, after this
   * @param threads where the store is worked on; closed with this
   * @param nanoClock monotonic
   */
  public LeaderDesk(
      ReplicatedState replicated,
      BlobStore store,
      StoreThreads threads,
      AgentLiveness liveness,
      LeaderSettings settings,
      LongSupplier nanoClock) {
    this.replicated = replicated;
    this.work = new StoreWork(store, threads);
    this.liveness = liveness;
    this.leaseMillis = settings.leaseMillis();
    this.nanoClock = nanoClock;
    this.transfers = new LeadershipTransfers(replicated, settings.leaseMillis(), nanoClock);
    this.latest = new Latest(replicated.state(), nanoClock.getAsLong());
  }

  /** Subscribes to the state; once. */
  public void listenToState() {
    replicated.subscribe(
        new AppliedListener() {
          @Override
          public void onApplied(Applied applied) {
            latest = new Latest(applied.after(), nanoClock.getAsLong());
            if (!Progress.isAll(applied.before(), applied.after(), applied.batch())) {
              mailbox.signal();
            }
          }

          @Override
          public void onReplaced(long index, ClusterState state) {
            applied(state);
          }
        });
    applied(replicated.state());
  }

  /** Subscribes to the leadership; once, after {@link #listenToState}. */
  public void listenToLeadership() {
    replicated.subscribe(
        new LeadershipListener() {
          @Override
          public void onLeaderReady(Term term) {
            mailbox.post(() -> begin(term));
          }

          @Override
          public void onLeaderLost(Term term) {
            mailbox.post(() -> end(term));
          }
        });
  }

  /**
   * Waits for news, at most so long, and acts on them.
   *
   * @return milliseconds after which another turn is due even without news
   */
  public long turn(long waitMillis) throws InterruptedException {
    mailbox.take(TimeUnit.MILLISECONDS.toNanos(waitMillis)).forEach(Runnable::run);
    return leading == null ? PlanBuilder.MAX_WAKE_MILLIS : leading.step(latest);
  }

  /** Whether a turn would begin at once. */
  public boolean hasNews() {
    return mailbox.isFilled();
  }

  /** Ends a wait for news. */
  void wake() {
    mailbox.signal();
  }

  /** Ends the work on the blob store. Idempotent. */
  @Override
  public void close() {
    work.close();
  }

  private void applied(ClusterState state) {
    latest = new Latest(state, nanoClock.getAsLong());
    mailbox.signal();
  }

  private void begin(Term term) {
    AgentWatchPost watch = new AgentWatchPost(liveness, nanoClock, leaseMillis);
    leading = new Leading(term, replicated, work, watch, transfers, mailbox);
  }

  private void end(Term term) {
    if (leading != null && leading.term().equals(term)) {
      leading.stop();
      leading = null;
    }
  }
}
