package io.cairn.chaos.hdfs;

import io.cairn.chaos.Await;
import io.cairn.cli.hdfs.HdfsProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.tools.DFSHAAdmin;
import org.apache.hadoop.util.ToolRunner;

/**
 * Two of Hadoop's NameNodes, one active and one standby, with their edits in a directory that both
 * see, and a DataNode: a process each. Who is active is decided here, as by a person without
 * ZooKeeper. Of one thread.
 */
final class HdfsPair implements AutoCloseable {
  private static final String SERVICE = "pair";
  private static final List<String> NAME_NODES = List.of("nn1", "nn2");
  private static final Duration BOUND = Duration.ofSeconds(90);

  private final Path directory;
  private final Map<String, HdfsProcess> processes = new HashMap<>();
  private final Configuration common;
  private String active = "nn1";

  private HdfsPair(Path directory, int[] ports) {
    this.directory = directory;
    this.common = common(directory, ports);
  }

  /** Formats and starts all; nn1 is active. */
  static HdfsPair start(Path directory) throws Exception {
    Files.createDirectories(directory.resolve("site"));
    HdfsPair pair = new HdfsPair(directory, HdfsProcess.freePorts(7));
    try {
      pair.writeSite();
      for (String name : NAME_NODES) {
        Configuration own = new Configuration(pair.common);
        own.set("dfs.ha.namenode.id", name);
        own.set("dfs.namenode.name.dir", pair.names(name).toUri().toString());
        write(own, pair.file(name));
      }
      write(pair.common, pair.file("datanode"));
      HdfsProcess.start("format", pair.file("nn1"), directory).awaitEnd(BOUND);
      copy(pair.names("nn1"), pair.names("nn2"));
      for (String name : NAME_NODES) {
        pair.startNameNode(name);
      }
      pair.activate(pair.active);
      HdfsProcess dataNode = HdfsProcess.start("datanode", pair.file("datanode"), directory);
      pair.processes.put("datanode", dataNode);
      dataNode.awaitReady(BOUND);
      pair.awaitWritable();
      return pair;
    } catch (Exception | AssertionError e) {
      pair.close();
      throw e;
    }
  }

  /** The directory of {@code hdfs-site.xml}, as Hadoop's clients have it. */
  Path site() {
    return directory.resolve("site");
  }

  /** {@code hdfs://pair}: of no host. */
  URI uri() {
    return URI.create("hdfs://" + SERVICE);
  }

  String active() {
    return active;
  }

  /** SIGKILL of the active one; the other is made active. */
  void failOver() throws Exception {
    String dead = active;
    HdfsProcess process = processes.remove(dead);
    if (process == null) {
      throw new IllegalStateException(dead + " does not run");
    }
    process.kill();
    active = dead.equals("nn1") ? "nn2" : "nn1";
    activate(active);
  }

  /** Starts the one that was killed: a standby again. */
  void restartStandby() throws Exception {
    startNameNode(active.equals("nn1") ? "nn2" : "nn1");
  }

  /** Waits until the active one has a DataNode and has left its safe mode. */
  void awaitWritable() {
    Configuration client = new Configuration(common);
    client.set("dfs.client.failover.max.attempts", "2");
    Await.until(
        BOUND,
        () -> {
          try (FileSystem files = FileSystem.newInstance(uri(), client)) {
            DistributedFileSystem hdfs = (DistributedFileSystem) files;
            return !hdfs.setSafeMode(org.apache.hadoop.fs.SafeModeAction.GET)
                && hdfs.getDataNodeStats(HdfsConstants.DatanodeReportType.LIVE).length > 0;
          }
        },
        () -> "HDFS can be written, with " + active + " active");
  }

  private void startNameNode(String name) throws Exception {
    HdfsProcess process = HdfsProcess.start("namenode", file(name), directory);
    processes.put(name, process);
    process.awaitReady(BOUND);
  }

  /** By force: the other one is a standby or dead, which this test knows and Hadoop cannot. */
  private void activate(String name) {
    String[] command = {"-transitionToActive", "--forceactive", name};
    Await.until(
        BOUND,
        () -> ToolRunner.run(common, new DFSHAAdmin(), command) == 0,
        () -> name + " is active");
  }

  private Path names(String name) {
    return directory.resolve("names-" + name);
  }

  private Path file(String process) {
    return directory.resolve(process + ".xml");
  }

  private void writeSite() throws IOException {
    Configuration site = new Configuration(false);
    for (Map.Entry<String, String> each : common) {
      if (each.getKey().contains(SERVICE) || each.getKey().equals("dfs.nameservices")) {
        site.set(each.getKey(), each.getValue());
      }
    }
    write(site, site().resolve("hdfs-site.xml"));
  }

  private static void write(Configuration conf, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      conf.writeXml(out);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    }
  }

  private static Configuration common(Path directory, int[] ports) {
    Configuration conf = new Configuration(false);
    conf.set("fs.defaultFS", "hdfs://" + SERVICE);
    conf.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
    conf.set("dfs.nameservices", SERVICE);
    conf.set("dfs.ha.namenodes." + SERVICE, String.join(",", NAME_NODES));
    for (int i = 0; i < NAME_NODES.size(); i++) {
      String of = "." + SERVICE + "." + NAME_NODES.get(i);
      conf.set("dfs.namenode.rpc-address" + of, "127.0.0.1:" + ports[2 * i]);
      conf.set("dfs.namenode.http-address" + of, "127.0.0.1:" + ports[2 * i + 1]);
    }
    conf.set(
        "dfs.client.failover.proxy.provider." + SERVICE,
        "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider");
    conf.set("dfs.namenode.shared.edits.dir", directory.resolve("shared").toUri().toString());
    conf.set("dfs.ha.fencing.methods", "shell(true)");
    conf.set("dfs.ha.tail-edits.period", "1s");
    conf.set("dfs.datanode.address", "127.0.0.1:" + ports[4]);
    conf.set("dfs.datanode.http.address", "127.0.0.1:" + ports[5]);
    conf.set("dfs.datanode.ipc.address", "127.0.0.1:" + ports[6]);
    conf.set("dfs.datanode.data.dir", directory.resolve("blocks").toUri().toString());
    conf.set("dfs.replication", "1");
    conf.set("dfs.namenode.safemode.extension", "0");
    conf.set("dfs.heartbeat.interval", "1");
    conf.set("dfs.namenode.fs-limits.min-block-size", "4096");
    conf.set("dfs.datanode.du.reserved", "0");
    return conf;
  }

  @Override
  public void close() {
    processes.values().forEach(HdfsProcess::kill);
  }
}
