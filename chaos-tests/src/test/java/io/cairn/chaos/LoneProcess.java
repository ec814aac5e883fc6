package io.cairn.chaos;

import io.cairn.process.ParentWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of Cairn with a configuration of its own; it ends with the test. Of one thread. */
final class LoneProcess implements AutoCloseable {
  private static final String METRICS = "metrics=";

  private final Process process;
  private final Path log;

  private LoneProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param role coordinator or agent
   * @param yaml the whole configuration
   * @param directory of its configuration {@code NAME.yaml} and its log {@code NAME.log}
   */
  static LoneProcess start(String role, String name, String yaml, Path directory)
      throws IOException {
    Path config = Files.writeString(directory.resolve(name + ".yaml"), yaml);
    Path log = directory.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dcom.google.protobuf.use_unsafe_pre22_gencode=true");
    command.add("-Dsofa.middleware.log.disable=true");
    command.add("-D" + ParentWatch.PROPERTY + "=" + ParentWatch.STDIN);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.cairn.cli.CairnMain", role, "--config", config.toString()));
    return new LoneProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile())).start(),
        log);
  }

  /** The configuration of another process, for one with this id and a data directory of its own. */
  static String like(Path config, String id, Path dataDir) throws IOException {
    return Files.readString(config)
        .replaceFirst("(?m)^id: .*$", "id: " + id)
        .replaceFirst("(?m)^dataDir: .*$", "dataDir: \"" + dataDir + "\"");
  }

  /** Waits for the line on standard output that says where it serves. */
  String awaitReady() throws IOException {
    BufferedReader out = // not closed: that would close the pipe
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        return line;
      }
    }
    throw new IOException("it ended before it was ready: " + log());
  }

  /** As {@link #awaitReady}, of an agent; where it serves figures, {@code host:port}. */
  String awaitFigures() throws IOException {
    String ready = awaitReady();
    return ready.substring(ready.indexOf(METRICS) + METRICS.length());
  }

  /** What it has written to standard error. */
  List<String> log() throws IOException {
    return Files.readAllLines(log);
  }

  /** Waits until it has ended by itself; its exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(FlightDelaysRun.BOUND.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it goes on");
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
