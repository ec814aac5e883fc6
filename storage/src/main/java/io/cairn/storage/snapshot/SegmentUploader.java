package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Uploads the local snapshots of an agent's tasks to the blob store. Any thread; see {@link
 * SegmentWriter} for how a segment is written.
 *
 * <p>Snapshots of the same (job, checkpoint, attempt) that wait at the same time go into one
 * segment: the first begins it, and whatever has come by the time it is written joins it, up to
 * {@link #MAX_GROUP_BYTES}. Their futures complete together, when the segment is durable.
 *
 * <p>A failed segment is written again, whole, under a new name, with growing pauses, until it
 * succeeds or is cancelled, or the file system refuses it several times in a row: a missing
 * permission or a quota, which only a person can change. A snapshot that cannot be read locally
 * fails alone.
 */
public final class SegmentUploader implements AutoCloseable {

  /** No further snapshot joins a segment of this size, lest small ones wait for ever: 32 MiB. */
  public static final long MAX_GROUP_BYTES = 32L << 20;

  private final UploadQueue queue;
  private final UploadWorkers workers;

  /** Takes the store that is written to; nothing happens before {@link #start}. */
  public SegmentUploader(BlobStore store, UploadSettings settings) {
    this.queue = new UploadQueue();
    this.workers = new UploadWorkers(store, settings, queue);
  }

  /** Starts the threads. */
  public void start() {
    workers.start();
  }

  /**
   * Uploads a snapshot. A small state without immutable files needs no upload: the future is
   * complete at once.
   *
   * @return completes when the snapshot is durable; exceptionally with {@link
   *     java.util.concurrent.CancellationException} when cancelled or closed, with {@link
   *     CorruptSnapshotException} or another {@link java.io.IOException} when the local files
   *     cannot be read. Dependent actions without an executor run on the uploader's thread
   */
  public CompletableFuture<StoredSnapshot> upload(UploadRequest request) {
    try {
      StoredSnapshot inline = InlineSnapshots.tryInline(request);
      return inline != null ? CompletableFuture.completedFuture(inline) : queue.submit(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** How many snapshots wait for their upload or are being uploaded. */
  public int unfinished() {
    return queue.size();
  }

  /**
   * Cancels the uploads of one checkpoint: their futures are completed when this returns, and a
   * file that was begun is deleted soon, as well as it can be.
   */
  public void cancel(String jobRoot, long checkpointId) {
    queue.cancelIf(key -> key.jobRoot().equals(jobRoot) && key.checkpointId() == checkpointId);
  }

  /** Cancels the uploads of a job's attempts up to this one; see {@link #cancel}. */
  public void cancelAttempts(String jobRoot, long lastAttempt) {
    queue.cancelIf(key -> key.jobRoot().equals(jobRoot) && key.attempt() <= lastAttempt);
  }

  /**
   * Changes the bandwidth limit of all uploads in bytes per second; 0: unlimited. An upload that
   * waits under the old limit goes on waiting for its present chunk of 64 KiB.
   */
  public void setBytesPerSecond(long bytesPerSecond) {
    workers.setBytesPerSecond(bytesPerSecond);
  }

  /** Cancels everything and waits for the threads to end, a few seconds at most. */
  @Override
  public void close() {
    queue.close();
    workers.close();
  }
}
