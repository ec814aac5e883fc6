package io.cairn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What HDFS says no to is told from what fails; and whose settings count. */
@ExtendWith(MiniHdfs.Shared.class)
class RefusingHdfsIT {

  private static final Map<String, String> SMALL_BLOCKS = Map.of("dfs.blocksize", "65536");

  @TempDir private Path directory;
  private final MiniHdfs hdfs;

  RefusingHdfsIT(MiniHdfs hdfs) {
    this.hdfs = hdfs;
  }

  @Test
  void aQuotaOfNamesIsARefusal() throws IOException {
    hdfs.setQuota("/few-names", 2, HdfsConstants.QUOTA_DONT_SET);
    try (BlobStore store = BlobStores.open(hdfs.uri("/few-names"), SMALL_BLOCKS)) {
      store.create("a").close();
      BlobRefusedException e =
          assertThrows(BlobRefusedException.class, () -> store.create("b").close());
      assertTrue(e.getMessage().contains("b is refused"), e.getMessage());
    }
  }

  @Test
  void aQuotaOfBytesIsARefusal() throws IOException {
    hdfs.setQuota("/few-bytes", HdfsConstants.QUOTA_DONT_SET, 300_000);
    try (BlobStore store = BlobStores.open(hdfs.uri("/few-bytes"), SMALL_BLOCKS)) {
      BlobOutput out = store.create("a");
      assertThrows(
          BlobRefusedException.class,
          () -> {
            out.write(new byte[1 << 20]);
            out.close();
          });
      out.abort();
    }
  }

  @Test
  void aMissingPermissionIsARefusal() throws Exception {
    try (BlobStore store =
        UserGroupInformation.createRemoteUser("mallory")
            .doAs(
                (PrivilegedExceptionAction<BlobStore>)
                    () -> BlobStores.open(hdfs.uri("/not-mine"), SMALL_BLOCKS))) {
      assertThrows(BlobRefusedException.class, () -> store.create("a").close());
    }
  }

  @Test
  void aHadoopConfigurationDirectoryNamesTheServers() throws IOException {
    String name = "pair-of-names";
    String address = hdfs.uri("/").getAuthority();
    Files.writeString(
        directory.resolve("hdfs-site.xml"),
        "<configuration>"
            + property("dfs.nameservices", name)
            + property("dfs.ha.namenodes." + name, "n1,n2")
            + property("dfs.namenode.rpc-address." + name + ".n1", address)
            + property("dfs.namenode.rpc-address." + name + ".n2", "127.0.0.1:1")
            + property(
                "dfs.client.failover.proxy.provider." + name,
                "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider")
            + "</configuration>");
    Map<String, String> settings = Map.of(BlobStores.HADOOP_CONF_DIR, directory.toString());
    try (BlobStore store =
        BlobStores.open(java.net.URI.create("hdfs://" + name + "/by-name"), settings)) {
      store.create("a").close();
      assertTrue(store.exists("a"));
    }
    Map<String, String> missing = Map.of(BlobStores.HADOOP_CONF_DIR, directory + "/missing");
    assertThrows(IOException.class, () -> BlobStores.open(hdfs.uri("/x"), missing).close());
  }

  private static String property(String name, String value) {
    return "<property><name>" + name + "</name><value>" + value + "</value></property>";
  }
}
