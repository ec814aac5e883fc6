package io.cairn.cli.cluster;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A JVM started by this one, which ends with it. Its standard error goes to a log file; the first
 * line of standard output that begins with {@code ready} says that it serves. Thread-safe.
 */
public final class ChildProcess implements Closeable {
  private static final int TAIL_LINES = 12;
  private static final Pattern STACK_FRAME =
      Pattern.compile("\\s+at [\\w.$/@]+\\(.*|\\s*\\.\\.\\. \\d+ (more|common frames omitted)");

  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param command the whole command line; {@link ChildJvm} makes those of JVMs
   * @param log appended to
   */
  static ChildProcess start(String name, List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ChildProcess child = new ChildProcess(name, process, log);
    Thread reader = new Thread(child::readOutput, name + "-output");
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  /** The name it goes by in the cluster. */
  public String name() {
    return name;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** True until it has ended, however. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Whether it lives, and the last lines of its log; begins with a line break. */
  String described() {
    String standing = alive() ? " runs" : " ended with code " + process.exitValue();
    return "\n" + name + standing + "; its last words:\n    " + String.join("\n    ", tail());
  }

  /** True when it has said that it serves, and lives. */
  boolean ready() {
    return alive() && ready.isDone() && !ready.isCompletedExceptionally();
  }

  /**
   * Waits for its {@code ready} line and returns it.
   *
   * @throws ChildFailedException when it ends or takes longer than {@code bound}; with its last
   *     lines
   */
  public String awaitReady(Duration bound) throws InterruptedException {
    try {
      return ready.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ChildFailedException(
          name + " is not ready after " + bound.toSeconds() + " s; its last words:", tail());
    } catch (ExecutionException e) {
      int code = process.waitFor();
      throw new ChildFailedException(
          name + " ended with code " + code + " before it was ready; its last words:", tail());
    }
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /** SIGTERM, without waiting. */
  void terminate() {
    process.destroy();
  }

  boolean awaitEnd(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last lines of its log, without the frames of stack traces: they fill a screen. */
  List<String> tail() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !STACK_FRAME.matcher(line).matches())
              .toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    } catch (IOException e) {
      return List.of("(its log " + log + " cannot be read: " + e.getMessage() + ")");
    }
  }

  @Override
  public void close() {
    kill();
  }

  private void readOutput() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ready")) {
          ready.complete(line);
        }
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException | UncheckedIOException ended) {
      // The process is gone, or its log directory is being removed.
    }
    ready.completeExceptionally(new IllegalStateException("ended"));
  }
}
