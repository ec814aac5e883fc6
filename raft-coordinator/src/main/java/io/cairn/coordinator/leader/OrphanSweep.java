package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds orphans in the blob store and deletes them: on the leader at a steady rhythm, and whenever
 * a person asks. Lists first, then reads the state linearizably, then follows the {@link
 * OrphanPlanner}'s plan.
 *
 * <p>Any thread may ask; all work is done on one thread of its own, which may hang in the store.
 */
public final class OrphanSweep implements AutoCloseable {
  /** One run deletes no more than this, so that it ends in bounded time; the next goes on. */
  public static final int MAX_DELETIONS = 1_000;

  /** People's questions that wait; each is answered by a listing of its own. */
  private static final int MAX_WAITING = 8;

  private static final long READ_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

  private final ReplicatedState replicated;
  private final BlobStore store;
  private final MetadataFiles files;
  private final BlobOwnership ownership;
  private final ScheduledThreadPoolExecutor thread;

  /** Makes a sweep that runs only when asked, until {@link #startEvery}. */
  public OrphanSweep(ReplicatedState replicated, BlobStore store) {
    this.replicated = replicated;
    this.store = store;
    this.files = new MetadataFiles(store);
    this.ownership = new BlobOwnership(store);
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "orphan-sweep");
              made.setDaemon(true);
              return made;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /**
   * What a run did.
   *
   * @param deleted in this order
   * @param left to a later run
   * @param kept see {@link OrphanPlan#keep}
   */
  public record Swept(List<OrphanPlan.Orphan> deleted, int left, List<OrphanPlan.Kept> kept) {
    /** Copies the lists. */
    public Swept {
      deleted = List.copyOf(deleted);
      kept = List.copyOf(kept);
    }
  }

  /** Runs from now on, each time so long after the end of the last run; once. */
  public void startEvery(long millis) {
    var unused =
        thread.scheduleWithFixedDelay(this::runAsLeader, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** The plan as it is now; deletes nothing. */
  public CompletableFuture<OrphanPlan> plan() {
    return submit(this::makePlan);
  }

  /**
   * Makes a plan and follows it, {@link #MAX_DELETIONS} at most.
   *
   * @return completes exceptionally with an {@link IOException} when the store cannot be listed,
   *     belongs to another cluster, or a deletion fails: then some of the plan may be done
   */
  public CompletableFuture<Swept> run() {
    return submit(() -> follow(makePlan()));
  }

  /** Ends the thread; what hangs in the store is interrupted and left behind. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void runAsLeader() {
    if (replicated.leadership().readyTerm().isEmpty()) {
      return;
    }
    try {
      Swept swept = follow(makePlan());
      if (!swept.deleted().isEmpty()) {
        LOG.info("deleted {} orphans, {} left", swept.deleted().size(), swept.left());
      }
    } catch (IOException | RuntimeException e) { // tried again at the next turn
      LOG.warn("orphans were not looked for: {}", e.toString());
    }
  }

  private OrphanPlan makePlan() throws IOException {
    // In this order: every id that is listed was allocated before the state is read.
    StoreListing listing = StoreListing.read(store);
    return OrphanPlanner.plan(listing, readState());
  }

  private ClusterState readState() throws IOException {
    try {
      return replicated.readLinearizable().get(READ_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the state cannot be read now: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Swept follow(OrphanPlan plan) throws IOException {
    List<OrphanPlan.Orphan> deleted = new ArrayList<>();
    for (OrphanPlan.Orphan orphan : plan.delete()) {
      if (deleted.size() == MAX_DELETIONS) {
        break;
      }
      if (deleted.isEmpty()) {
        ownership.check(readState().clusterId());
      }
      if (orphan.why() == OrphanPlan.Why.DEAD_METADATA) {
        files.deleteCheckpoint(orphan.path());
      } else {
        files.deleteAll(List.of(orphan.path()));
      }
      deleted.add(orphan);
      Failpoint.DURING_DELETION.reached();
    }
    return new Swept(deleted, plan.delete().size() - deleted.size(), plan.keep());
  }

  private <T> CompletableFuture<T> submit(Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    if (thread.getQueue().size() > MAX_WAITING) {
      done.completeExceptionally(
          new IOException("the blob store is being listed for others; try again later"));
      return done;
    }
    try {
      thread.execute(
          () -> {
            try {
              done.complete(work.call());
            } catch (Exception e) { // whatever the file system's client throws: not done
              done.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(e);
    }
    return done;
  }
}
