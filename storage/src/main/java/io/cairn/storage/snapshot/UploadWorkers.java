package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobRefusedException;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that write segments, each one at a time, trying again until done or cancelled. */
final class UploadWorkers {

  private static final Logger LOG = LoggerFactory.getLogger(UploadWorkers.class);

  /**
   * Refused so often in a row, with pauses between, an upload fails with the file system's word.
   */
  private static final int MAX_REFUSALS = 4;

  /** How long closing waits for a thread that hangs in the blob store. */
  private static final long CLOSE_MILLIS = 5_000;

  private final UploadSettings settings;
  private final UploadQueue queue;
  private final BandwidthLimit limit;
  private final SegmentWriter writer;
  private final List<Thread> threads = new ArrayList<>();

  UploadWorkers(BlobStore store, UploadSettings settings, UploadQueue queue) {
    this.settings = settings;
    this.queue = queue;
    this.limit = new BandwidthLimit(settings.bytesPerSecond(), System::nanoTime);
    this.writer = new SegmentWriter(store, queue, limit);
  }

  void setBytesPerSecond(long bytesPerSecond) {
    limit.setBytesPerSecond(bytesPerSecond);
  }

  synchronized void start() {
    if (!threads.isEmpty()) {
      throw new IllegalStateException("started already");
    }
    for (int i = 0; i < settings.workers(); i++) {
      Thread thread = new Thread(this::run, "snapshot-upload-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Waits for the threads after the queue was closed. */
  synchronized void close() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (SegmentGroup group = queue.take(); group != null; group = queue.take()) {
        writeUntilDone(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeUntilDone(SegmentGroup group) {
    Duration backoff = settings.firstBackoff();
    int refusals = 0;
    try {
      while (!group.members().isEmpty()) {
        try {
          SegmentWriter.MemberFailure failure = writer.write(group);
          if (failure == null) {
            return;
          }
          group.remove(failure.member());
          failure.member().future().completeExceptionally(failure.cause());
        } catch (IOException e) {
          refusals = e instanceof BlobRefusedException ? refusals + 1 : 0;
          if (refusals >= MAX_REFUSALS) {
            group.fail(e);
            return;
          }
          LOG.atWarn()
              .addKeyValue("job", group.key().job())
              .addKeyValue("checkpoint", group.key().checkpointId())
              .log(
                  "upload of {} failed, next try in {} ms: {}",
                  group.key(),
                  backoff.toMillis(),
                  e.toString());
          group.pause(backoff.toNanos());
          backoff = min(backoff.multipliedBy(2), settings.maxBackoff());
        }
      }
    } catch (CancellationException e) {
      LOG.debug("{}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("job", group.key().job())
          .addKeyValue("checkpoint", group.key().checkpointId())
          .log("upload of {} failed for good", group.key());
      group.fail(e);
    } finally {
      queue.done(group);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
