package io.cairn.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.blob.MiniHdfs;
import io.cairn.storage.state.StateRoundTrip;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(MiniHdfs.Shared.class)
class SnapshotOnHdfsIT {

  @TempDir private Path directory;
  private final MiniHdfs hdfs;

  SnapshotOnHdfsIT(MiniHdfs hdfs) {
    this.hdfs = hdfs;
  }

  @Test
  void stateSurvivesRestores() throws Exception {
    try (BlobStore blobs = BlobStores.open(hdfs.uri("/round-trip"), Map.of());
        StateRoundTrip trip = new StateRoundTrip(directory, blobs, Seeds.newRandom())) {
      trip.change(50_000);
      trip.checkpointAndVerify();
      long full = trip.last().uploadedBytes();
      trip.change(100);
      trip.checkpointAndVerify();
      assertTrue(trip.last().uploadedBytes() < full / 10);
      assertEquals(2, blobs.list("jobs/7/segments").size());
      for (String segment : trip.last().segments()) {
        assertTrue(new SegmentVerifier(blobs).verify("jobs/7/" + segment) > 0);
      }
    }
  }

  @Test
  void aCancelledUploadLeavesNoFile() throws Exception {
    LocalSnapshot local =
        LocalSnapshots.write(
            directory.resolve("s"), Seeds.newRandom(), Map.of("db/1.sst", 4 << 20));
    CountDownLatch begun = new CountDownLatch(1);
    try (BlobStore blobs = BlobStores.open(hdfs.uri("/cancel"), Map.of());
        SegmentUploader uploader =
            new SegmentUploader(blobs, UploadSettings.ofBytesPerSecond(2 << 20))) {
      uploader.start();
      UploadProgress progress =
          (uploaded, total) -> {
            if (uploaded > 0) {
              begun.countDown();
            }
          };
      var upload =
          uploader.upload(
              new UploadRequest("jobs/7", 1, 1, "a1", "count/3", local, null, progress));
      assertTrue(begun.await(20, TimeUnit.SECONDS));
      uploader.cancel("jobs/7", 1);
      assertTrue(upload.isCancelled());
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!blobs.list("jobs/7/segments").isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertEquals(List.of(), blobs.list("jobs/7/segments"));
    }
  }

  @Test
  void anUploadThatMeetsSafeModeCompletesWhenItIsOver() throws Exception {
    LocalSnapshot local =
        LocalSnapshots.write(directory.resolve("s"), Seeds.newRandom(), Map.of("db/1.sst", 9_000));
    try (BlobStore blobs = BlobStores.open(hdfs.uri("/safe"), Map.of())) {
      FaultyBlobStore counted = new FaultyBlobStore(blobs);
      try (SegmentUploader uploader =
          new SegmentUploader(counted, UploadSettings.ofBytesPerSecond(0))) {
        uploader.start();
        hdfs.setSafeMode(true);
        var upload = uploader.upload(LocalSnapshots.request(1, local, null));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (counted.createCalls.get() < 2 && System.nanoTime() < deadline) {
          Thread.onSpinWait();
        }
        assertTrue(counted.createCalls.get() >= 2, "tried once only");
        assertTrue(!upload.isDone());
        hdfs.setSafeMode(false);
        upload.get(60, TimeUnit.SECONDS);
      } finally {
        hdfs.setSafeMode(false);
      }
      assertEquals(1, blobs.list("jobs/7/segments").size());
    }
  }

  @Test
  void theLossOfADataNodeMidwayDelaysAWriterForSecondsOnly() throws Exception {
    try (BlobStore client = BlobStores.open(hdfs.uri("/loss"), Map.of())) {
      BlobOutput out = client.create("f");
      out.write(new byte[1 << 20]);
      AutoCloseable restart = hdfs.stopDataNode(0);
      long start = System.nanoTime();
      out.write(new byte[1 << 20]);
      out.close();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("write over the loss of a DataNode took " + took);
      assertTrue(took.toSeconds() < 30, "took " + took);
      try (BlobInput in = client.open("f")) {
        assertEquals(2 << 20, in.length());
      }
      restart.close();
    }
  }
}
