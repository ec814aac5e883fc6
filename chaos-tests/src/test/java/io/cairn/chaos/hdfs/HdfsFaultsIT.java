package io.cairn.chaos.hdfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.hdfs.HdfsServers;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.coordinator.leader.MetadataFiles;
import io.cairn.coordinator.leader.OrphanPlan;
import io.cairn.coordinator.leader.OrphanSweep;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.SnapshotFile;
import io.cairn.storage.snapshot.SnapshotRestore;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadRequest;
import io.cairn.storage.snapshot.UploadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uploads to a real NameNode and a real DataNode, one of which is killed or stopped at a random
 * point of each. Every checkpoint completes and restores byte for byte, or is aborted with its
 * reason; afterwards nothing is left but what is retained.
 */
class HdfsFaultsIT {
  private static final int SHORT_RUN = 4;
  private static final int FULL_RUN = 50;

  /** A checkpoint's timeout here: long enough for most faults, so that retries are seen too. */
  private static final long TIMEOUT_SECONDS = 60;

  private static final int FILE_BYTES = 3 << 20;

  @TempDir Path dir;
  private final LoggedJob log = new LoggedJob();
  private final Map<CheckpointId, List<Uploaded>> completed = new java.util.TreeMap<>();
  private final ExecutorService striker = Executors.newSingleThreadExecutor();
  private int aborted;
  private int reached;

  private record Uploaded(LocalSnapshot local, StoredSnapshot stored) {}

  @Test
  void someUploads() throws Exception {
    run(SHORT_RUN);
  }

  @Test
  @Tag("full")
  void fiftyUploads() throws Exception {
    run(FULL_RUN);
  }

  private void run(int uploads) throws Exception {
    long seed = Long.getLong("cairn.test.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay: -Dcairn.test.args=-Dcairn.test.seed=" + seed);
    Random random = new Random(seed);
    Map<String, String> client = Map.of("dfs.replication", "1", "dfs.blocksize", "1048576");
    try (HdfsServers servers = HdfsServers.start(dir.resolve("hdfs"), Map.of());
        BlobStore store = BlobStores.open(servers.uri().resolve("/cairn"), client)) {
      try (SegmentUploader uploader =
          new SegmentUploader(
              store,
              new UploadSettings(16 << 20, 2, Duration.ofMillis(100), Duration.ofSeconds(2)))) {
        uploader.start();
        for (int i = 0; i < uploads; i++) {
          checkpoint(servers, store, uploader, random);
        }
      }
      System.out.println(
          completed.size() + " completed, " + aborted + " aborted, " + reached + " faults reached");
      assertEquals(uploads, completed.size() + aborted);
      assertTrue(reached >= uploads / 2, "only " + reached + " faults were reached");
      assertTrue(!completed.isEmpty(), "no checkpoint completed");
      cleanUp(store);
    } finally {
      striker.shutdownNow();
    }
  }

  private void checkpoint(
      HdfsServers servers, BlobStore store, SegmentUploader uploader, Random random)
      throws Exception {
    CheckpointId id = log.request();
    HdfsFault fault = HdfsFault.draw(random);
    System.out.println("checkpoint " + id + ": " + fault);
    Future<?> struck =
        striker.submit(
            () -> {
              fault.strike(servers);
              return null;
            });
    List<LocalSnapshot> locals = new ArrayList<>();
    List<CompletableFuture<StoredSnapshot>> uploads = new ArrayList<>();
    for (int task = 0; task < LoggedJob.TASKS; task++) {
      LocalSnapshot local = SampleSnapshots.next(dir, id.value(), task, FILE_BYTES, random);
      locals.add(local);
      uploads.add(uploader.upload(request(id, task, local, fault)));
    }
    try {
      List<Uploaded> done = await(uploads, locals);
      for (int task = 0; task < done.size(); task++) {
        log.acknowledge(id, task, done.get(task).stored());
      }
      finish(store, id);
      completed.put(id, done);
    } catch (TimeoutException | ExecutionException e) {
      uploader.cancel(LoggedJob.ROOT, id.value());
      String reason = String.valueOf(e.getCause() == null ? e : e.getCause());
      log.abort(id, reason.substring(0, Math.min(200, reason.length())));
      aborted++;
      System.out.println("checkpoint " + id + " is aborted: " + reason);
    } finally {
      fault.checkpointEnded();
    }
    struck.get(120, TimeUnit.SECONDS);
    reached += fault.reached() ? 1 : 0;
    servers.awaitWritable();
    if (completed.containsKey(id)) {
      restore(store, id);
    }
  }

  private UploadRequest request(CheckpointId id, int task, LocalSnapshot local, HdfsFault fault) {
    CheckpointId base = log.job().newestCompleted();
    return new UploadRequest(
        LoggedJob.ROOT,
        id.value(),
        log.attempt(),
        "a1",
        "task/" + task,
        local,
        base.isNone() ? null : completed.get(base).get(task).stored(),
        fault::progress);
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
  private void finish(BlobStore store, CheckpointId id) throws TimeoutException {
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

  private void restore(BlobStore store, CheckpointId id) throws IOException {
    List<Uploaded> tasks = completed.get(id);
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
  private void cleanUp(BlobStore store) throws Exception {
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
      restore(store, checkpoint.id());
    }
  }

  private static String directory(CheckpointId id) {
    return LoggedJob.ROOT + "/checkpoints/" + id.value();
  }
}
