package io.cairn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
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
}
