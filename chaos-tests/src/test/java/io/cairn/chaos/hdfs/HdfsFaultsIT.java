package io.cairn.chaos.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.hdfs.HdfsServers;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.UploadSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
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

  static final UploadSettings RETRYING =
      new UploadSettings(16 << 20, 2, Duration.ofMillis(100), Duration.ofSeconds(2));

  @TempDir Path dir;

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
        BlobStore store = BlobStores.open(servers.uri().resolve("/cairn"), client);
        SegmentUploader uploader = new SegmentUploader(store, RETRYING)) {
      uploader.start();
      StruckUploads struck = new StruckUploads(dir, store, uploader);
      for (int i = 0; i < uploads; i++) {
        CheckpointId id = struck.checkpoint(random, HdfsFault.draw(random, servers));
        servers.awaitWritable();
        struck.restore(id);
      }
      System.out.println(
          struck.completed()
              + " completed, "
              + struck.aborted()
              + " aborted, "
              + struck.reached()
              + " faults reached");
      assertEquals(uploads, struck.completed() + struck.aborted());
      assertTrue(struck.reached() >= uploads / 2, "only " + struck.reached() + " were reached");
      assertTrue(struck.completed() > 0, "no checkpoint completed");
      struck.cleanUp();
    }
  }
}
