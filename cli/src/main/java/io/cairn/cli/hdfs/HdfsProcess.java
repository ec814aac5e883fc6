package io.cairn.cli.hdfs;

import io.cairn.process.ParentWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs {@link HdfsServerMain}. Its words go to a log file of its name. Ends with
 * this one. Of one thread.
 */
public final class HdfsProcess {
  /** Below the range from which the kernel takes ports for outgoing connections. */
  private static final int LOWEST_PORT = 20_000;

  private static final int HIGHEST_PORT = 32_000;
  private static final int PORT_TRIES = 2_000;

  private final String what;
  private final Process process;
  private final Path log;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile boolean serving;

  private HdfsProcess(String what, Process process, Path log) {
    this.what = what;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param what {@code format}, {@code namenode} or {@code datanode}
   * @param conf Hadoop configuration file
   * @param directory of the log
   */
  public static HdfsProcess start(String what, Path conf, Path directory) throws IOException {
    Path log = directory.resolve(what + ".log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Dcom.google.protobuf.use_unsafe_pre22_gencode=true",
            "-Dcairn.log.others=WARN",
            "-D" + ParentWatch.PROPERTY + "=" + ParentWatch.STDIN,
            "-cp",
            System.getProperty("java.class.path"),
            HdfsServerMain.class.getName(),
            what,
            conf.toString());
    Process started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    HdfsProcess process = new HdfsProcess(what, started, log);
    Thread reader = new Thread(process::readOutput, "hdfs-" + what + "-output");
    reader.setDaemon(true);
    reader.start();
    return process;
  }

  /** Returns when it serves; if it does not, it is ended. */
  public void awaitReady(Duration bound) throws IOException, InterruptedException {
    if (!ready.await(bound.toMillis(), TimeUnit.MILLISECONDS) || !serving) {
      kill();
      throw new IOException("the " + what + " did not start; see " + log);
    }
  }

  /** Returns when it has done its work and ended. */
  public void awaitEnd(Duration bound) throws IOException, InterruptedException {
    if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
      kill();
      throw new IOException(what + " failed; see " + log);
    }
  }

  void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int code = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    if (code != 0) {
      throw new IOException("cannot send " + name + " to the " + what + ", process " + pid);
    }
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readOutput() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals("ready")) {
          serving = true;
          ready.countDown();
        }
      }
    } catch (IOException ended) {
      // The process is gone; whoever waits is told below.
    }
    ready.countDown();
  }

  /** So many different ports, free a moment ago on the loopback address. */
  public static int[] freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < PORT_TRIES && held.size() < count; i++) {
        int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
        ServerSocket socket = new ServerSocket();
        try {
          socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          held.add(socket);
        } catch (IOException taken) {
          socket.close();
        }
      }
      if (held.size() < count) {
        throw new IOException("no free ports between " + LOWEST_PORT + " and " + HIGHEST_PORT);
      }
      return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
