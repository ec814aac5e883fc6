package io.cairn.chaos.hdfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.coordinator.leader.MetadataFiles;
import io.cairn.coordinator.leader.OrphanPlan;
import io.cairn.coordinator.leader.OrphanSweep;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.SnapshotFile;
import io.cairn.storage.snapshot.SnapshotRestore;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checkpoints of a {@link LoggedJob} that are uploaded to a file system which is struck meanwhile.
 * Each completes and restores byte for byte, or is aborted with its reason. Of the test's thread.
 */
final class StruckUploads {
  /** A checkpoint's timeout here: long enough for most faults, so that retries are seen too. */
  private static final long TIMEOUT_SECONDS = 60;

  private static final int FILE_BYTES = 3 << 20;

  private final Path dir;
  private final BlobStore store;
  private final SegmentUploader uploader;
  private final LoggedJob log = new LoggedJob();
  private final Map<CheckpointId, List<Uploaded>> completed = new TreeMap<>();
  private int aborted;
  private int reached;

  private record Uploaded(LocalSnapshot local, StoredSnapshot stored) {}

  /** What happens to the file system in the middle of one checkpoint. */
  interface Blow {
    /** Told of an upload's progress by its thread. */
    void progress(long done, long total);

    /** Strikes when it is due, and makes good; on a thread of its own. */
    void strike() throws Exception;

    /** The checkpoint has ended: there is nothing left to disturb. */
    void checkpointEnded();

    /** Whether something was struck. */
    boolean reached();
  }

  StruckUploads(Path dir, BlobStore store, SegmentUploader uploader) {
    this.dir = dir;
    this.store = store;
    this.uploader = uploader;
  }

  int completed() {
    return completed.size();
  }

  int aborted() {
    return aborted;
  }

  int reached() {
    return reached;
  }

  /** Takes one, which a blow meets; returns when the blow is over. */
  CheckpointId checkpoint(Random random, Blow blow) throws Exception {
    CheckpointId id = log.request();
    System.out.println("checkpoint " + id + ": " + blow);
    ExecutorService striker = Executors.newSingleThreadExecutor();
    try {
      Future<?> struck =
          striker.submit(
              () -> {
                blow.strike();
                return null;
              });
      upload(id, random, blow);
      struck.get(120, TimeUnit.SECONDS);
    } finally {
      striker.shutdownNow();
    }
    reached += blow.reached() ? 1 : 0;
    return id;
  }

  private void upload(CheckpointId id, Random random, Blow blow) throws Exception {
    List<LocalSnapshot> locals = new ArrayList<>();
    List<CompletableFuture<StoredSnapshot>> uploads = new ArrayList<>();
    for (int task = 0; task < LoggedJob.TASKS; task++) {
      LocalSnapshot local = SampleSnapshots.next(dir, id.value(), task, FILE_BYTES, random);
      locals.add(local);
      uploads.add(uploader.upload(request(id, task, local, blow)));
    }
    try {
      List<Uploaded> done = await(uploads, locals);
      for (int task = 0; task < done.size(); task++) {
        log.acknowledge(id, task, done.get(task).stored());
      }
      finish(id);
      completed.put(id, done);
    } catch (TimeoutException | ExecutionException e) {
      uploader.cancel(LoggedJob.ROOT, id.value());
      String reason = String.valueOf(e.getCause() == null ? e : e.getCause());
      log.abort(id, reason.substring(0, Math.min(200, reason.length())));
      aborted++;
      System.out.println("checkpoint " + id + " is aborted: " + reason);
    } finally {
      blow.checkpointEnded();
    }
  }

  private UploadRequest request(CheckpointId id, int task, LocalSnapshot local, Blow blow) {
    CheckpointId base = log.job().newestCompleted();
    return new UploadRequest(
        LoggedJob.ROOT,
        id.value(),
        log.attempt(),
        "a1",
        "task/" + task,
        local,
        base.isNone() ? null : completed.get(base).get(task).stored(),
        blow::progress);
  }

  private static List<Uploaded> await(
      List<CompletableFuture<StoredSnapshot>> uploads, List<LocalSnapshot> locals)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    List<Uploaded> done = new ArrayList<>();
    for (int task = 0; task < uploads.size(); task++) {
      long left = Math.max(1, deadline - System.nanoTime());
      done.add(new Uploaded(locals.get(task), uploads.get(task).get(left, TimeUnit.NANOSECONDS)));
    }
    return done;
  }

  /** As the leader does: tried again until it is durable or the checkpoint's time is up. */
  private void finish(CheckpointId id) throws TimeoutException {
    byte[] bytes = MetadataCodec.encode(log.state(), LoggedJob.JOB, id);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (true) {
      try {
        new MetadataFiles(store).writePending(directory(id), bytes);
        log.complete(id, MetadataCodec.stampOf(bytes));
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("metadata: " + e);
        }
      }
    }
  }

  /** Compares what is restored with what was taken, if the checkpoint completed. */
  void restore(CheckpointId id) throws IOException {
    List<Uploaded> tasks = completed.getOrDefault(id, List.of());
    for (int task = 0; task < tasks.size(); task++) {
      Uploaded one = tasks.get(task);
      Path target = dir.resolve("restored-" + id + "-" + task);
      new SnapshotRestore(store)
          .restore(new RestoreRequest(LoggedJob.ROOT, "task/" + task, one.stored(), target, null));
      for (SnapshotFile file : one.local().files()) {
        assertArrayEquals(
            Files.readAllBytes(one.local().directory().resolve(file.name())),
            Files.readAllBytes(target.resolve(file.name())),
            file.name());
      }
      SampleSnapshots.delete(target);
    }
  }

  /** What the reconciler deletes, then the orphans; then only what is retained is there. */
  void cleanUp() throws Exception {
    List<SegmentPath> condemned = List.copyOf(log.job().files().condemned().all());
    List<CheckpointId> over =
        log.job().discardable().stream().map(checkpoint -> checkpoint.id()).toList();
    for (SegmentPath path : condemned) {
      store.delete(LoggedJob.ROOT + "/" + path);
    }
    for (CheckpointId id : over) {
      new MetadataFiles(store).deleteCheckpoint(directory(id));
    }
    if (!condemned.isEmpty() || !over.isEmpty()) {
      log.deleted(condemned, over);
    }
    try (OrphanSweep sweep = new OrphanSweep(log, store)) {
      OrphanSweep.Swept swept = sweep.run().get(60, TimeUnit.SECONDS);
      System.out.println(swept.deleted().size() + " orphans were left and are deleted");
      OrphanPlan plan = sweep.plan().get(60, TimeUnit.SECONDS);
      assertEquals(List.of(), plan.delete());
      assertEquals(List.of(), plan.keep());
    }
    TreeSet<String> found = new TreeSet<>();
    for (BlobInfo file : store.list(LoggedJob.ROOT + "/segments")) {
      found.add("segments/" + file.name());
    }
    TreeSet<String> live = new TreeSet<>();
    log.job().files().holders().keySet().forEach(path -> live.add(path.value()));
    assertEquals(live, found);
    for (var checkpoint : log.job().retained()) {
      restore(checkpoint.id());
    }
  }

  private static String directory(CheckpointId id) {
    return LoggedJob.ROOT + "/checkpoints/" + id.value();
  }
}
