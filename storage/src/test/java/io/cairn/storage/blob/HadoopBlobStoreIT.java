package io.cairn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MiniHdfs.Shared.class)
class HadoopBlobStoreIT extends BlobStoreContract {

  private static MiniHdfs hdfs;
  private static BlobStore store;

  @BeforeAll
  static void open(MiniHdfs shared) throws IOException {
    hdfs = shared;
    store = BlobStores.open(hdfs.uri("/cairn"), Map.of("dfs.blocksize", "65536"));
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
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
  void aThreadWhoseContextClassLoaderKnowsNoHadoopCanUseIt() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try (BlobStore opened = BlobStores.open(hdfs.uri("/foreign-loader"), Map.of())) {
      opened.create("a").close();
      assertTrue(opened.exists("a"));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
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

  /**
   * As when a leader is killed while it writes metadata: the next one must not wait for a lease.
   */
  @Test
  void aFileThatItsWriterLeftOpenIsThereAndCanBeReplaced() throws IOException {
    BlobStore killed = BlobStores.open(hdfs.uri("/cairn"), Map.of());
    BlobOutput leftOpen = killed.create("left-open");
    leftOpen.write(1);
    assertThrows(FileAlreadyExistsException.class, () -> store.create("left-open"));
    assertThrows(FileAlreadyExistsException.class, () -> killed.create("left-open"));
    assertTrue(store.delete("left-open"));
    try (BlobOutput out = store.create("left-open")) {
      out.write(new byte[] {1, 2});
    }
    try (BlobInput in = store.open("left-open")) {
      assertEquals(2, in.length());
    }
    killed.close();
  }
}
