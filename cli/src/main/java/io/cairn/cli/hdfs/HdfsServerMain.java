package io.cairn.cli.hdfs;

import io.cairn.process.ExitCode;
import io.cairn.process.ParentWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.server.common.HdfsServerConstants.StartupOption;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;

/**
 * The main of one HDFS server in a process of its own, so that each can be killed or stopped alone:
 * prints {@code ready} and runs until killed.
 */
public final class HdfsServerMain {
  private HdfsServerMain() {}

  /**
   * Takes two arguments: what to do ({@code format}, {@code namenode} or {@code datanode}) and a
   * Hadoop configuration file.
   *
   * @throws InterruptedException never in practice; nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    ParentWatch.startIfEnabled();
    if (args.length != 2) {
      System.err.println("usage: HdfsServerMain format|namenode|datanode FILE");
      System.exit(ExitCode.USAGE);
    }
    Configuration conf = new Configuration();
    conf.addResource(new org.apache.hadoop.fs.Path(Path.of(args[1]).toUri()));
    try {
      if (!run(args[0], conf)) {
        System.exit(ExitCode.OK);
      }
      System.out.println("ready");
      new CountDownLatch(1).await();
    } catch (IOException e) {
      System.err.println("the " + args[0] + " of " + args[1] + " did not start: " + e);
      // Servers that did start hold threads that are no daemons.
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
  }

  /** Does it; whether there is a server that goes on running. */
  private static boolean run(String what, Configuration conf) throws IOException {
    switch (what) {
      case "format" -> {
        StartupOption.FORMAT.setClusterId("cairn");
        NameNode.format(conf);
        return false;
      }
      case "namenode" -> new NameNode(conf);
      case "datanode" -> {
        DataNode dataNode = DataNode.instantiateDataNode(new String[0], conf);
        if (dataNode == null) {
          throw new IOException("the DataNode refused its settings");
        }
        dataNode.runDatanodeDaemon();
      }
      default -> throw new IOException("no such server: " + what);
    }
    return true;
  }
}
