package io.cairn.cli.hdfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.server.common.HdfsServerConstants.StartupOption;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

/**
 * A NameNode and one DataNode, Hadoop's own, in this process, on free ports of the loopback
 * address. For trying Cairn on one machine; it is neither redundant nor secured.
 *
 * <p>Thread-safe only for {@link #close}.
 */
public final class EmbeddedHdfs implements Closeable {
  private final NameNode nameNode;
  private final DataNode dataNode;

  private EmbeddedHdfs(NameNode nameNode, DataNode dataNode) {
    this.nameNode = nameNode;
    this.dataNode = dataNode;
  }

  /**
   * Starts both and returns when files can be written.
   *
   * @param dir where names and blocks lie; formatted when it is new
   * @throws IOException when a server does not start; nothing is left running
   */
  public static EmbeddedHdfs start(Path dir) throws IOException {
    Path names = dir.resolve("names");
    // Both servers register metrics of the same names.
    DefaultMetricsSystem.setMiniClusterMode(true);
    Configuration conf = settings(dir);
    if (!Files.exists(names.resolve("current"))) {
      Files.createDirectories(names);
      StartupOption.FORMAT.setClusterId("cairn");
      NameNode.format(conf);
    }
    NameNode nameNode = new NameNode(conf);
    try {
      conf.set("fs.defaultFS", "hdfs://127.0.0.1:" + nameNode.getNameNodeAddress().getPort());
      DataNode dataNode = DataNode.instantiateDataNode(new String[0], conf);
      if (dataNode == null) {
        throw new IOException("the DataNode refused its settings");
      }
      dataNode.runDatanodeDaemon();
      EmbeddedHdfs hdfs = new EmbeddedHdfs(nameNode, dataNode);
      hdfs.awaitWritable();
      return hdfs;
    } catch (IOException | RuntimeException e) {
      nameNode.stop();
      throw e;
    }
  }

  /** The port of the NameNode: {@code hdfs://127.0.0.1:PORT}. */
  public int port() {
    return nameNode.getNameNodeAddress().getPort();
  }

  @Override
  public void close() {
    dataNode.shutdown();
    nameNode.stop();
    nameNode.join();
  }

  /** A NameNode without a registered DataNode accepts a file and then fails to place its block. */
  private void awaitWritable() throws IOException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (nameNode.isInSafeMode() || nameNode.getNamesystem().getNumLiveDataNodes() == 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("no DataNode registered within 30 s");
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while HDFS started", e);
      }
    }
  }

  private static Configuration settings(Path dir) {
    Configuration conf = new Configuration();
    String any = "127.0.0.1:0";
    conf.set("fs.defaultFS", "hdfs://" + any);
    conf.set("hadoop.tmp.dir", dir.resolve("tmp").toString());
    conf.set("dfs.namenode.name.dir", dir.resolve("names").toUri().toString());
    conf.set("dfs.datanode.data.dir", dir.resolve("blocks").toUri().toString());
    conf.set("dfs.namenode.http-address", any);
    conf.set("dfs.datanode.address", any);
    conf.set("dfs.datanode.http.address", any);
    conf.set("dfs.datanode.ipc.address", any);
    conf.set("dfs.replication", "1");
    conf.set("dfs.permissions.enabled", "false");
    conf.set("dfs.namenode.safemode.extension", "0");
    conf.set("dfs.namenode.safemode.min.datanodes", "0");
    conf.set("dfs.heartbeat.interval", "1");
    conf.set("dfs.namenode.heartbeat.recheck-interval", "2000");
    conf.set("dfs.namenode.handler.count", "8");
    conf.set("dfs.namenode.decommission.interval", "60");
    conf.set("dfs.datanode.handler.count", "4");
    conf.set("dfs.namenode.edits.noeditlogchannelflush", "true");
    return conf;
  }
}
