package io.cairn.coordinator.leader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class StoreFilesTest {
  private static final String DIRECTORY = "jobs/1/checkpoints/1";
  private static final String PENDING = DIRECTORY + "/_metadata.pending";
  private static final String METADATA = DIRECTORY + "/_metadata";

  private final InMemoryBlobStore store = new InMemoryBlobStore();
  private final MetadataFiles files = new MetadataFiles(store);

  private static byte[] metadata() {
    Scenario s = Scenario.running();
    s.request(CheckpointKind.PERIODIC);
    s.ack(1, 0, 1, 2, 3);
    CheckpointState checkpoint = Objects.requireNonNull(s.job().checkpoint(new CheckpointId(1)));
    return MetadataCodec.encode(s.state.clusterId(), s.job(), checkpoint);
  }

  @Test
  void pendingMetadataIsWrittenOnceAndAgainWhenAWriterCrashed() throws IOException {
    byte[] bytes = metadata();
    write(PENDING, Arrays.copyOf(bytes, 7));
    files.writePending(DIRECTORY, bytes);
    assertArrayEquals(bytes, read(PENDING));
    files.writePending(DIRECTORY, bytes);
    assertArrayEquals(bytes, read(PENDING));
  }

  @Test
  void publishingIsRepeatableAndHealsALostPendingFile() throws IOException {
    byte[] bytes = metadata();
    files.publish(DIRECTORY, MetadataCodec.stampOf(bytes), () -> bytes);
    assertArrayEquals(bytes, read(METADATA));
    assertFalse(store.exists(PENDING));
    files.publish(DIRECTORY, MetadataCodec.stampOf(bytes), () -> bytes);
    assertArrayEquals(bytes, read(METADATA));
  }

  @Test
  void foreignMetadataIsNeverReplaced() throws IOException {
    byte[] bytes = metadata();
    byte[] other = bytes.clone();
    other[20] ^= 1;
    write(METADATA, other);
    assertThrows(
        IOException.class,
        () -> files.publish(DIRECTORY, MetadataCodec.stampOf(bytes), () -> bytes));
    assertArrayEquals(other, read(METADATA));
  }

  @Test
  void aRootBelongsToTheClusterThatClaimedItFirst() throws IOException {
    BlobOwnership ownership = new BlobOwnership(store);
    ownership.check("cluster-1");
    ownership.check("cluster-1");
    ForeignStoreException foreign =
        assertThrows(ForeignStoreException.class, () -> ownership.check("cluster-2"));
    assertTrue(String.valueOf(foreign.getMessage()).contains("belongs to cluster 'cluster-1'"));
    assertEquals(1, store.list("").size());
  }

  private void write(String path, byte[] bytes) throws IOException {
    try (BlobOutput out = store.create(path)) {
      out.write(bytes);
    }
  }

  private byte[] read(String path) throws IOException {
    try (BlobInput in = store.open(path)) {
      byte[] bytes = new byte[(int) in.length()];
      in.readFully(0, bytes, 0, bytes.length);
      return bytes;
    }
  }
}
