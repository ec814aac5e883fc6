package io.cairn.coordinator.leader;

import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.process.FaultHandler;
import io.cairn.storage.blob.BlobStore;
import java.util.function.LongSupplier;

/**
 * The leader's thread: whenever something was applied, ended or is due, it takes a turn at the
 * {@link LeaderDesk}. Runs on every coordinator, idle unless it leads.
 *
 * <p>One owner thread; others only post to its mailbox. It never blocks on the log or the blob
 * store, so that a timeout fires while the store hangs.
 */
public final class LeaderLoop implements AutoCloseable {
  private static final long STOP_MILLIS = 2_000;

  private final FaultHandler faults;
  private final LeaderDesk desk;
  private final Thread thread = new Thread(this::run, "leader-loop");
  private volatile boolean closed;

  /**
   * Makes a loop that is not started; {@link #start} begins the work.
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
    this.faults = faults;
    this.desk =
        new LeaderDesk(replicated, store, StoreThreads.start(), liveness, settings, nanoClock);
  }

  /** Listens and starts the thread; once. */
  public void start() {
    desk.listenToState();
    thread.start();
    desk.listenToLeadership();
  }

  /** Stops the thread and the work on the blob store; waits two seconds at most. Idempotent. */
  @Override
  public void close() {
    closed = true;
    desk.wake();
    desk.close();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      long waitMillis = 0;
      while (!closed) {
        waitMillis = desk.turn(waitMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) { // a leader whose loop has ended would lead and do nothing
      faults.halt("the leader's loop failed: " + broken, broken);
    }
  }
}
