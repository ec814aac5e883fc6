package io.cairn.storage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keyed state through local snapshot, upload, restore, and back, in memory. */
class StateSnapshotTest {

  @TempDir private Path directory;

  @Test
  void stateSurvivesRestoresAndOnlyChangesAreUploaded() throws Exception {
    try (InMemoryBlobStore blobs = new InMemoryBlobStore();
        StateRoundTrip trip = new StateRoundTrip(directory, blobs, Seeds.newRandom())) {
      trip.change(20_000);
      trip.checkpointAndVerify();
      long full = trip.last().uploadedBytes();
      trip.change(100);
      trip.checkpointAndVerify();
      assertTrue(
          trip.last().uploadedBytes() < full / 10,
          trip.last().uploadedBytes() + " of " + full + " uploaded");
      assertTrue(trip.last().stateBytes() >= full / 2);

      // The identities of SSTs outlive a restore: the next checkpoint is small again.
      trip.restart(null);
      trip.change(100);
      trip.checkpointAndVerify();
      assertTrue(
          trip.last().uploadedBytes() < full / 10,
          trip.last().uploadedBytes() + " of " + full + " uploaded after a restore");
    }
  }

  @Test
  void aLocalCopySavesTheDownloadExceptForDamagedFiles() throws Exception {
    try (InMemoryBlobStore blobs = new InMemoryBlobStore();
        StateRoundTrip trip = new StateRoundTrip(directory, blobs, Seeds.newRandom())) {
      trip.change(20_000);
      trip.checkpointAndVerify();
      Path copy = trip.lastLocal().directory();
      var whole = trip.restart(copy);
      assertEquals(0, whole.fetchedBytes());
      assertEquals(trip.last().stateBytes(), whole.reusedBytes());
      trip.verify();

      Path damaged = Files.createDirectory(directory.resolve("damaged"));
      Files.createDirectory(damaged.resolve("db"));
      for (var file : trip.lastLocal().files()) {
        Files.copy(copy.resolve(file.name()), damaged.resolve(file.name()));
      }
      Files.copy(copy.resolve("files.list"), damaged.resolve("files.list"));
      var sst = trip.lastLocal().files().stream().filter(f -> f.immutable()).findFirst().get();
      byte[] content = Files.readAllBytes(damaged.resolve(sst.name()));
      content[content.length / 2] ^= 1;
      Files.write(damaged.resolve(sst.name()), content);
      var partial = trip.restart(damaged);
      assertEquals(sst.length(), partial.fetchedBytes());
      trip.verify();
    }
  }
}
