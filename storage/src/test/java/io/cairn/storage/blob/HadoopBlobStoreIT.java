package io.cairn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopBlobStoreIT extends BlobStoreContract {

  @TempDir private static Path directory;

  private static MiniHdfs hdfs;
  private static BlobStore store;

  @BeforeAll
  static void startHdfs() throws IOException {
    hdfs = MiniHdfs.start(directory);
    store = BlobStores.open(hdfs.uri("/cairn"), Map.of("dfs.blocksize", "65536"));
  }

  @AfterAll
  static void stopHdfs() throws IOException {
    store.close();
    hdfs.close();
  }

  @Override
  BlobStore store() {
    return store;
  }

  @Test
  void aFileOfManyBlocksIsWrittenAndCounted() throws IOException {
    byte[] content = new byte[1 << 20];
    try (BlobOutput out = store.create("many-blocks")) {
      out.write(content);
    }
    assertEquals(
        content.length,
        store.list("").stream()
            .filter(info -> info.path().equals("many-blocks"))
            .findAny()
            .orElseThrow()
            .length());
  }

  @Test
  void twoStoresOfOneProcessCloseIndependently() throws IOException {
    BlobStore other = BlobStores.open(hdfs.uri("/cairn"), Map.of());
    other.close();
    try (BlobOutput out = store.create("after-close")) {
      out.write(1);
    }
    assertTrue(store.exists("after-close"));
  }

  @Test
  void theLossOfADataNodeMidwayDelaysAWriterForSecondsOnly() throws IOException {
    try (MiniHdfs own = MiniHdfs.start(directory.resolve("own"));
        BlobStore client = BlobStores.open(own.uri("/"), Map.of())) {
      BlobOutput out = client.create("f");
      out.write(new byte[1 << 20]);
      own.stopDataNode(0);
      long start = System.nanoTime();
      out.write(new byte[1 << 20]);
      out.close();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("write over the loss of a DataNode took " + took);
      assertTrue(took.toSeconds() < 30, "took " + took);
      try (BlobInput in = client.open("f")) {
        assertEquals(2 << 20, in.length());
      }
    }
  }
}
