package io.cairn.benchmarks.storage;

import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadProgress;
import io.cairn.storage.snapshot.UploadRequest;
import io.cairn.storage.snapshot.UploadSettings;
import io.cairn.storage.state.PendingSnapshot;
import io.cairn.storage.state.StateResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The tasks of one agent, with keyed state, the agent's uploader and its blob store. */
final class BenchTasks implements AutoCloseable {
  static final int COUNT = 2;
  static final String AGENT = "a1";

  private final StateResources resources = StateResources.ofDefaultSizes();
  private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
  private final ExecutorService localStages = Executors.newFixedThreadPool(COUNT);
  private final List<BenchTask> tasks = new ArrayList<>();
  private final BlobStore blobs;
  private final SegmentUploader uploader;
  private final Path directory;
  private long checkpoint;

  private BenchTasks(Path directory, BlobStore blobs) {
    this.directory = directory;
    this.blobs = blobs;
    this.uploader = new SegmentUploader(blobs, UploadSettings.ofBytesPerSecond(0));
  }

  /** Opens the tasks and gives them so much state together. */
  static BenchTasks fill(Path directory, int mib, URI hdfs) throws Exception {
    Files.createDirectories(directory);
    BlobStore blobs = BlobStores.open(hdfs.resolve("/cairn"), Map.of("dfs.replication", "1"));
    BenchTasks all = new BenchTasks(directory, blobs);
    all.uploader.start();
    long bytes = ((long) mib << 20) / COUNT;
    for (int i = 0; i < COUNT; i++) {
      all.tasks.add(BenchTask.open(directory.resolve("state-" + i), all.resources, i));
    }
    all.each(
        task -> {
          task.fill(bytes);
          return task;
        });
    return all;
  }

  BlobStore blobs() {
    return blobs;
  }

  List<BenchTask> tasks() {
    return tasks;
  }

  /** A local snapshot of each task. */
  List<Taken> snapshot() throws Exception {
    checkpoint++;
    long id = checkpoint;
    return each(
        task -> new Taken(task, task.snapshot(directory.resolve("c" + id + "-" + task.index()))));
  }

  /** A snapshot of one task. */
  record Taken(BenchTask task, LocalSnapshot local) {}

  /**
   * Takes a local snapshot of each task and uploads it; each upload begins when its task's snapshot
   * is complete on this disk. Until then the task goes on updating this share of its keys a second.
   */
  List<Uploaded> checkpoint(String jobRoot, double sharePerSecond) throws Exception {
    checkpoint++;
    long id = checkpoint;
    return each(
        task -> {
          double waited = task.waitedMillis();
          long begun = System.nanoTime();
          PendingSnapshot pending = task.begin(directory.resolve("c" + id + "-" + task.index()));
          double barrier = millisSince(begun);
          CompletableFuture<Local> local =
              CompletableFuture.supplyAsync(() -> finish(pending, begun), localStages);
          CompletableFuture<StoredSnapshot> stored =
              local.thenCompose(l -> upload(jobRoot, task, l.snapshot(), task.base()));
          double held = task.updateUntil(local::isDone, sharePerSecond);
          double stage = local.get().millis();
          return new Uploaded(
              new Taken(task, local.get().snapshot()),
              stored.get(),
              new Pause(barrier, task.waitedMillis() - waited, held, stage),
              millisSince(begun));
        });
  }

  private record Local(LocalSnapshot snapshot, double millis) {}

  private static Local finish(PendingSnapshot pending, long begunNanos) {
    try {
      return new Local(pending.finish(), millisSince(begunNanos));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  /**
   * What a local stage costs a task, in milliseconds.
   *
   * @param barrier its thread was held up at the barrier
   * @param waits of its writes for the stage
   * @param slow writes that it made until the stage was over took, those longer than one: waits for
   *     the stage, for RocksDB, and for a processor
   * @param stage from the barrier until the snapshot was durable
   */
  record Pause(double barrier, double waits, double slow, double stage) {
    double held() {
      return barrier + waits;
    }
  }

  /**
   * An uploaded snapshot of one task.
   *
   * @param millis from the barrier until it was durable in the blob store
   */
  record Uploaded(Taken taken, StoredSnapshot stored, Pause pause, double millis) {}

  /** Uploads under the newest checkpoint's id. */
  CompletableFuture<StoredSnapshot> upload(
      String jobRoot, BenchTask task, LocalSnapshot local, @Nullable StoredSnapshot base) {
    return uploader.upload(
        new UploadRequest(
            jobRoot, checkpoint, 1, AGENT, task.name(), local, base, UploadProgress.NONE));
  }

  /** The same for each task, on a thread each. */
  <T> List<T> each(PerTask<T> what) throws Exception {
    List<Callable<T>> calls = new ArrayList<>();
    for (BenchTask task : tasks) {
      calls.add(() -> what.of(task));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> done : threads.invokeAll(calls)) {
      results.add(done.get());
    }
    return results;
  }

  /** What is done for a task. */
  @FunctionalInterface
  interface PerTask<T> {
    T of(BenchTask task) throws Exception;
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    localStages.shutdownNow();
    uploader.close();
    tasks.forEach(BenchTask::close);
    blobs.close();
    resources.close();
  }
}
