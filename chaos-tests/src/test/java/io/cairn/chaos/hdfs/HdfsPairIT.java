package io.cairn.chaos.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.SegmentUploader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uploads to a pair of NameNodes, named by a directory of Hadoop's configuration. The active one is
 * killed in the middle of each, and the other takes over: every checkpoint completes.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class HdfsPairIT {
  private static final int ROUNDS = 3;

  @TempDir Path dir;

  /** The active NameNode dies at half of an upload, and the standby takes over. */
  private static final class FailOver implements StruckUploads.Blow {
    private final HdfsPair pair;
    private final CountDownLatch half = new CountDownLatch(1);
    private volatile boolean reached;

    FailOver(HdfsPair pair) {
      this.pair = pair;
    }

    @Override
    public void progress(long done, long total) {
      if (2 * done >= total) {
        half.countDown();
      }
    }

    @Override
    public void strike() throws Exception {
      if (half.await(60, TimeUnit.SECONDS)) {
        pair.failOver();
        reached = true;
      }
    }

    @Override
    public void checkpointEnded() {}

    @Override
    public boolean reached() {
      return reached;
    }

    @Override
    public String toString() {
      return "kill the active NameNode, " + pair.active();
    }
  }

  @Test
  void aCheckpointOutlivesTheActiveNameNode() throws Exception {
    Random random = new Random(1);
    try (HdfsPair pair = HdfsPair.start(dir.resolve("hdfs"));
        BlobStore store =
            BlobStores.open(
                URI.create(pair.uri() + "/cairn"),
                Map.of(
                    BlobStores.HADOOP_CONF_DIR,
                    pair.site().toString(),
                    "dfs.replication",
                    "1",
                    "dfs.blocksize",
                    "1048576"));
        SegmentUploader uploader = new SegmentUploader(store, HdfsFaultsIT.RETRYING)) {
      uploader.start();
      StruckUploads struck = new StruckUploads(dir, store, uploader);
      for (int round = 0; round < ROUNDS; round++) {
        CheckpointId id = struck.checkpoint(random, new FailOver(pair));
        pair.restartStandby();
        struck.restore(id);
      }
      assertEquals(ROUNDS, struck.reached(), "each kill met an upload");
      assertEquals(ROUNDS, struck.completed(), "each checkpoint outlived it");
      struck.cleanUp();
    }
  }
}
