package io.cairn.benchmarks.storage;

import io.cairn.benchmarks.report.Target;
import io.cairn.coordinator.leader.MetadataFiles;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadProgress;
import io.cairn.storage.snapshot.UploadRequest;
import io.cairn.storage.snapshot.UploadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** How many files a checkpoint of 100 tasks with 8 KiB each on two agents leaves in HDFS. */
final class SmallStates {
  private static final int TASKS = 100;
  private static final int AGENTS = 2;
  private static final int STATE_BYTES = 8 << 10;
  private static final int CHECKPOINTS = 10;
  private static final String JOB = "jobs/2000";

  private SmallStates() {}

  static void measure(Bench bench) throws Exception {
    BlobStore blobs = bench.tasks().blobs();
    List<LocalSnapshot> states = states(bench.work().resolve("small"));
    List<SegmentUploader> agents = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      SegmentUploader agent = new SegmentUploader(blobs, UploadSettings.ofBytesPerSecond(0));
      agent.start();
      agents.add(agent);
    }
    double[] files = new double[CHECKPOINTS];
    MetadataFiles metadata = new MetadataFiles(blobs);
    long before = 0;
    for (int c = 1; c <= CHECKPOINTS; c++) {
      List<CompletableFuture<StoredSnapshot>> uploads = new ArrayList<>();
      for (int task = 0; task < TASKS; task++) {
        String name = "small/" + task;
        String agent = "a" + task % AGENTS;
        uploads.add(
            agents
                .get(task % AGENTS)
                .upload(
                    new UploadRequest(
                        JOB, c, 1, agent, name, states.get(task), null, UploadProgress.NONE)));
      }
      for (CompletableFuture<StoredSnapshot> upload : uploads) {
        upload.get();
      }
      metadata.writePending(JOB + "/checkpoints/" + c, new byte[STATE_BYTES]);
      long now = count(blobs, JOB);
      files[c - 1] = now - before;
      before = now;
    }
    agents.forEach(SegmentUploader::close);
    double most = Bench.quantile(files, 1);
    bench.report().figure("hdfsFilesPerCheckpoint", most, Target.atMost(6));
    bench.report().detail("hdfsFilesPerCheckpoint", files);
  }

  private static List<LocalSnapshot> states(Path directory) throws IOException {
    Random random = new Random(1);
    List<LocalSnapshot> states = new ArrayList<>();
    for (int task = 0; task < TASKS; task++) {
      Path own = Files.createDirectories(directory.resolve("t" + task));
      byte[] content = new byte[STATE_BYTES];
      random.nextBytes(content);
      Files.write(own.resolve(LocalSnapshot.TASK_STATE_FILE), content);
      states.add(
          new LocalSnapshot(
              own,
              List.of(
                  LocalSnapshot.describe(
                      own, LocalSnapshot.TASK_STATE_FILE, new UUID(0, task), false))));
    }
    return states;
  }

  private static long count(BlobStore blobs, String directory) throws IOException {
    long files = 0;
    for (BlobInfo info : blobs.list(directory)) {
      files += info.directory() ? count(blobs, info.path()) : 1;
    }
    return files;
  }
}
