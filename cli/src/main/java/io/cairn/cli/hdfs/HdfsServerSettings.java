package io.cairn.cli.hdfs;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** The settings of one NameNode and one DataNode on fixed loopback ports. */
final class HdfsServerSettings {
  private HdfsServerSettings() {}

  /** Ports: of the NameNode, its HTTP, the DataNode's data, HTTP and IPC. */
  static Configuration of(Path directory, int[] ports) {
    Configuration conf = new Configuration(false);
    conf.set("fs.defaultFS", address("hdfs://", ports[0]));
    conf.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
    conf.set("dfs.namenode.name.dir", directory.resolve("names").toUri().toString());
    conf.set("dfs.datanode.data.dir", directory.resolve("blocks").toUri().toString());
    conf.set("dfs.namenode.http-address", address("", ports[1]));
    conf.set("dfs.datanode.address", address("", ports[2]));
    conf.set("dfs.datanode.http.address", address("", ports[3]));
    conf.set("dfs.datanode.ipc.address", address("", ports[4]));
    conf.set("dfs.replication", "1");
    conf.set("dfs.permissions.enabled", "true");
    conf.set("dfs.namenode.safemode.extension", "0");
    conf.set("dfs.heartbeat.interval", "1");
    conf.set("dfs.namenode.heartbeat.recheck-interval", "2000");
    conf.set("dfs.namenode.fs-limits.min-block-size", "4096");
    conf.set("dfs.datanode.du.reserved", "0");
    return conf;
  }

  private static String address(String scheme, int port) {
    return scheme + "127.0.0.1:" + port;
  }
}
