package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.MetadataStamp;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Does the leader's work on the blob store, on threads for that alone: the store may hang for
 * minutes.
 *
 * <p>Any thread may ask; the futures are completed on the pools' threads. The queues are bounded by
 * the reconciler: at most one action of a key is under way.
 */
final class StoreWork implements AutoCloseable {
  private final MetadataFiles files;
  private final BlobOwnership ownership;
  private final StoreThreads threads;

  StoreWork(BlobStore store, StoreThreads threads) {
    this.threads = threads;
    this.files = new MetadataFiles(store);
    this.ownership = new BlobOwnership(store);
  }

  /**
   * Makes the pending metadata durable; what was written. {@code leads}: in the term of the plan.
   */
  CompletableFuture<MetadataStamp> writePending(
      ClusterState state, JobId job, CheckpointId checkpoint, BooleanSupplier leads) {
    return submit(
        threads.deciding(),
        () -> {
          Failpoint.BEFORE_PENDING.reached();
          ownership.check(state.clusterId());
          byte[] bytes = encode(state, job, checkpoint);
          requireLeads(leads);
          files.writePending(directory(state, job, checkpoint), bytes);
          Failpoint.BETWEEN_PENDING_AND_COMMIT.reached();
          return MetadataCodec.stampOf(bytes);
        });
  }

  /** Renames the pending metadata of a COMPLETED checkpoint. */
  CompletableFuture<Boolean> publish(
      ClusterState state, JobId job, CheckpointId checkpoint, BooleanSupplier leads) {
    return submit(
        threads.publishing(),
        () -> {
          Failpoint.AFTER_COMPLETED_BEFORE_RENAME.reached();
          ownership.check(state.clusterId());
          requireLeads(leads);
          files.publish(
              directory(state, job, checkpoint),
              checkpoint(job(state, job), checkpoint).metadata(),
              () -> encode(state, job, checkpoint));
          Failpoint.AFTER_RENAME.reached();
          return true;
        });
  }

  /** Deletes what is condemned, metadata first. */
  CompletableFuture<Boolean> delete(ClusterState state, Action.Delete what) {
    return submit(
        threads.deleting(),
        () -> {
          ownership.check(state.clusterId());
          for (CheckpointId checkpoint : what.checkpoints()) {
            files.deleteCheckpoint(directory(state, what.job(), checkpoint));
            Failpoint.DURING_DELETION.reached();
          }
          List<String> paths = new ArrayList<>();
          for (SegmentPath segment : what.segments()) {
            paths.add(StorePaths.segment(what.job(), segment));
          }
          files.deleteAll(paths);
          return true;
        });
  }

  /** Ends the pools; what hangs in the store is interrupted and left behind. */
  @Override
  public void close() {
    threads.close();
  }

  private static byte[] encode(ClusterState state, JobId job, CheckpointId checkpoint) {
    JobState found = job(state, job);
    return MetadataCodec.encode(state.clusterId(), found, checkpoint(found, checkpoint));
  }

  private static String directory(ClusterState state, JobId job, CheckpointId checkpoint) {
    return StorePaths.checkpoint(job, checkpoint(job(state, job), checkpoint));
  }

  private static JobState job(ClusterState state, JobId job) {
    return Objects.requireNonNull(state.job(job), "the plan's state has the job");
  }

  private static CheckpointState checkpoint(JobState job, CheckpointId checkpoint) {
    return Objects.requireNonNull(
        job.checkpoint(checkpoint), "the plan's state has the checkpoint");
  }

  private static void requireLeads(BooleanSupplier leads) throws IOException {
    if (!leads.getAsBoolean()) {
      throw new IOException("leadership was lost before the store was touched");
    }
  }

  /**
   * A client of a file system throws unchecked exceptions too when the file system is in trouble;
   * here all of them mean: not done, try again later.
   */
  private static <T> CompletableFuture<T> submit(Executor pool, Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      pool.execute(
          () -> {
            try {
              done.complete(work.call());
            } catch (Exception e) {
              done.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(e);
    }
    return done;
  }
}
