package io.cairn.cli.hdfs;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;

/**
 * Hadoop's own NameNode and DataNode, each in a process of its own on fixed ports of the loopback
 * address, so that each can be killed, stopped for a while and started again. For tests and
 * measurements; replication is 1.
 *
 * <p>Of one thread. The processes end with this one.
 */
public final class HdfsServers implements Closeable {
  private static final Duration START_BOUND = Duration.ofSeconds(90);

  /** One of the two servers. */
  public enum Role {
    NAMENODE,
    DATANODE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Path directory;
  private final Path conf;
  private final URI uri;
  private final Map<Role, HdfsProcess> processes = new EnumMap<>(Role.class);

  private HdfsServers(Path directory, Path conf, URI uri) {
    this.directory = directory;
    this.conf = conf;
    this.uri = uri;
  }

  /**
   * Formats, starts both and returns when files can be written.
   *
   * @param directory where names, blocks and logs lie; new
   * @param settings Hadoop properties of the servers that override ours
   * @throws IOException when a server does not start; nothing is left running
   */
  public static HdfsServers start(Path directory, Map<String, String> settings)
      throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("names"));
    int[] ports = HdfsProcess.freePorts(5);
    Configuration own = HdfsServerSettings.of(directory, ports);
    settings.forEach(own::set);
    Path conf = directory.resolve("servers.xml");
    try (OutputStream out = Files.newOutputStream(conf)) {
      own.writeXml(out);
    }
    HdfsServers servers =
        new HdfsServers(directory, conf, URI.create("hdfs://127.0.0.1:" + ports[0]));
    try {
      HdfsProcess.start("format", conf, directory).awaitEnd(START_BOUND);
      servers.start(Role.NAMENODE);
      servers.start(Role.DATANODE);
      servers.awaitWritable();
      return servers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  /** The root of the file system: {@code hdfs://127.0.0.1:PORT}. */
  public URI uri() {
    return uri;
  }

  /** Starts a server that does not run; returns when it says that it serves. */
  public void start(Role role) throws IOException, InterruptedException {
    HdfsProcess process = HdfsProcess.start(role.word(), conf, directory);
    processes.put(role, process);
    process.awaitReady(START_BOUND);
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill(Role role) throws InterruptedException {
    HdfsProcess process = processes.remove(role);
    if (process != null) {
      process.kill();
    }
  }

  /** SIGSTOP: the server is there and answers nothing. */
  public void pause(Role role) throws IOException, InterruptedException {
    signal(role, "STOP");
  }

  /** SIGCONT: the opposite of {@link #pause}. */
  public void resume(Role role) throws IOException, InterruptedException {
    signal(role, "CONT");
  }

  /**
   * Waits until a DataNode is registered and the NameNode has left safe mode.
   *
   * @throws IOException when that takes more than a minute and a half
   */
  public void awaitWritable() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_BOUND.toNanos();
    Configuration client = new Configuration();
    client.set("ipc.client.connect.max.retries", "1");
    client.set("ipc.client.rpc-timeout.ms", "5000");
    String trouble = "";
    while (System.nanoTime() < deadline) {
      try (FileSystem files = FileSystem.newInstance(uri, client)) {
        DistributedFileSystem hdfs = (DistributedFileSystem) files;
        boolean safe = hdfs.setSafeMode(org.apache.hadoop.fs.SafeModeAction.GET);
        int live = hdfs.getDataNodeStats(HdfsConstants.DatanodeReportType.LIVE).length;
        if (!safe && live > 0) {
          return;
        }
        trouble = live + " DataNodes, safe mode " + safe;
      } catch (IOException e) {
        trouble = e.toString();
      }
      Thread.sleep(50);
    }
    throw new IOException("HDFS at " + uri + " cannot be written: " + trouble);
  }

  /** The process id of a server that runs; 0 of one that does not. */
  public long pid(Role role) {
    HdfsProcess process = processes.get(role);
    return process == null ? 0 : process.pid();
  }

  private void signal(Role role, String name) throws IOException, InterruptedException {
    HdfsProcess process = processes.get(role);
    if (process == null) {
      throw new IllegalStateException("the " + role.word() + " does not run");
    }
    process.signal(name);
  }

  @Override
  public void close() {
    processes.values().forEach(HdfsProcess::kill);
    processes.clear();
  }
}
