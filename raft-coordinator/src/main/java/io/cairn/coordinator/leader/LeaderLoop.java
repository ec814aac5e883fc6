package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.process.FaultHandler;
import io.cairn.storage.blob.BlobStore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The leader's thread: whenever something was applied, ended or is due, it asks the {@link
 * Reconciler} what should be going on, and begins it. Runs on every coordinator, idle unless it
 * leads.
 *
 * <p>One owner thread; others only post to its mailbox. It never blocks on the log or the blob
 * store, so that a timeout fires while the store hangs.
 */
public final class LeaderLoop implements AutoCloseable {
  private static final long STOP_MILLIS = 2_000;

  private final ReplicatedState replicated;
  private final LongSupplier nanoClock;
  private final FaultHandler faults;
  private final StoreWork work;
  private final LeadershipTransfers transfers;
  private final AgentLiveness liveness;
  private final long leaseMillis;
  private final Mailbox mailbox = new Mailbox();
  private final Thread thread = new Thread(this::run, "leader-loop");
  private volatile Latest latest;
  private volatile boolean closed;
  private @Nullable Leading leading;

  /** The newest applied state and when it was applied, by the monotonic clock. */
  record Latest(ClusterState state, long nanos) {}

  /**
   * Subscribes to the replicated state; {@link #start} begins the work.
   *
   * @param store is the caller's to close, after this
   * @param nanoClock monotonic
   */
  public LeaderLoop(
      ReplicatedState replicated,
      BlobStore store,
      AgentLiveness liveness,
      LeaderSettings settings,
      LongSupplier nanoClock,
      FaultHandler faults) {
    this.replicated = replicated;
    this.work = new StoreWork(store);
    this.liveness = liveness;
    this.leaseMillis = settings.leaseMillis();
    this.nanoClock = nanoClock;
    this.faults = faults;
    this.transfers = new LeadershipTransfers(replicated, settings.leaseMillis(), nanoClock);
    this.latest = new Latest(replicated.state(), nanoClock.getAsLong());
  }

  /** Listens and starts the thread; once. */
  public void start() {
    replicated.subscribe(
        new AppliedListener() {
          @Override
          public void onApplied(Applied applied) {
            applied(applied.after());
          }

          @Override
          public void onReplaced(long index, ClusterState state) {
            applied(state);
          }
        });
    applied(replicated.state());
    thread.start();
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

  /** Stops the thread and the work on the blob store; waits two seconds at most. Idempotent. */
  @Override
  public void close() {
    closed = true;
    mailbox.signal();
    work.close();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void applied(ClusterState state) {
    latest = new Latest(state, nanoClock.getAsLong());
    mailbox.signal();
  }

  private void run() {
    try {
      long waitMillis = 0;
      while (!closed) {
        mailbox.take(TimeUnit.MILLISECONDS.toNanos(waitMillis)).forEach(Runnable::run);
        waitMillis = leading == null ? PlanBuilder.MAX_WAKE_MILLIS : leading.step(latest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) { // a leader whose loop has ended would lead and do nothing
      faults.halt("the leader's loop failed: " + broken, broken);
    }
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
