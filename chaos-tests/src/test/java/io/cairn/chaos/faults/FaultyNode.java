package io.cairn.chaos.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of Cairn, started with an environment of its own; it ends with the test. Of one thread.
 */
final class FaultyNode {
  private static final Duration END_BOUND = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Path log;
  private volatile boolean ready;

  private FaultyNode(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static FaultyNode start(
      String name, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    FaultyNode node = new FaultyNode(name, builder.start(), log);
    Thread reader = new Thread(node::readOutput, name + "-output");
    reader.setDaemon(true);
    reader.start();
    return node;
  }

  private void readOutput() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        ready |= line.startsWith("ready ");
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException | UncheckedIOException ended) {
      // The process is gone, or its log directory is being removed.
    }
  }

  /** True when it serves; an error when it has ended instead. */
  boolean serves() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended with " + process.exitValue() + ": " + log());
    }
    return ready;
  }

  /** True when it has said that it serves. */
  boolean ready() {
    return ready;
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** What it has said, in all its runs. */
  List<String> log() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
  }

  /** Sends SIGTERM or SIGKILL, STOP or CONT. */
  void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + signal + " of " + name + " failed");
    }
  }

  /** Waits until it has ended; its exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(END_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(name + " does not end");
    }
    return process.exitValue();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }
}
