package io.cairn.storage.blob;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A real NameNode and three real DataNodes in this JVM. */
public final class MiniHdfs implements AutoCloseable {

  private final MiniDFSCluster cluster;

  private MiniHdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts the servers and waits until they are ready. */
  public static MiniHdfs start(Path directory) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("dfs.namenode.safemode.extension", "0");
    configuration.set("dfs.namenode.fs-limits.min-block-size", "4096");
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration, directory.toFile()).numDataNodes(3).build();
    cluster.waitActive();
    return new MiniHdfs(cluster);
  }

  /** The root of the file system with a path appended. */
  public URI uri(String path) {
    return cluster.getURI().resolve(path);
  }

  /** Stops one DataNode for good. */
  public void stopDataNode(int index) {
    cluster.stopDataNode(index);
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
