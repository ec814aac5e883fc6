package io.cairn.cli.hdfs;

import io.cairn.process.ExitCode;
import io.cairn.process.ParentWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The main of the HDFS process: prints {@code ready hdfs://127.0.0.1:PORT} and runs until killed.
 */
public final class EmbeddedHdfsMain {
  private EmbeddedHdfsMain() {}

  /**
   * Takes one argument: the directory for names and blocks.
   *
   * @throws InterruptedException never in practice; nobody interrupts the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    ParentWatch.startIfEnabled();
    if (args.length != 1) {
      System.err.println("usage: EmbeddedHdfsMain DIRECTORY");
      System.exit(ExitCode.USAGE);
    }
    try {
      EmbeddedHdfs hdfs = EmbeddedHdfs.start(Path.of(args[0]));
      System.out.println("ready hdfs://127.0.0.1:" + hdfs.port());
      new CountDownLatch(1).await();
    } catch (IOException e) {
      System.err.println("HDFS did not start in " + args[0] + ": " + e.getMessage());
      // Servers that did start hold threads that are no daemons.
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
  }
}
