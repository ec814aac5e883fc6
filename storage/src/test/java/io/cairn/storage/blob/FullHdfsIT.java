package io.cairn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** DataNodes that have no room: they keep more for others than the disk has. */
class FullHdfsIT {
  /** Less than a block of HDFS, more than nothing: MiniDFSCluster waits for DataNodes with room. */
  private static final long CAPACITY = 64L << 20;

  @Test
  void fullDisksAreARefusalThatSaysSo() throws IOException {
    long all = Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))).getTotalSpace();
    Map<String, String> full = Map.of("dfs.datanode.du.reserved", Long.toString(all - CAPACITY));
    try (MiniHdfs hdfs = MiniHdfs.start(full);
        BlobStore store = BlobStores.open(hdfs.uri("/full"), Map.of())) {
      BlobOutput out = store.create("a");
      BlobRefusedException refused =
          assertThrows(
              BlobRefusedException.class,
              () -> {
                out.write(new byte[1 << 20]);
                out.close();
              });
      assertTrue(refused.getMessage().contains("disks are full"), refused.getMessage());
      // A failing close may leave the file, in part: it must be possible to delete it.
      store.delete("a");
      assertTrue(store.list("").isEmpty(), "nothing is left of it");
    }
  }
}
