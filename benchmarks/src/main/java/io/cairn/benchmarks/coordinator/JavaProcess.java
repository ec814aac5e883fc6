package io.cairn.benchmarks.coordinator;

import io.cairn.process.ParentWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A JVM with this one's class path, which says {@code ready} when it serves. Thread-safe. */
final class JavaProcess implements AutoCloseable {
  private static final Duration READY_BOUND = Duration.ofSeconds(60);
  private static final Duration STOP_BOUND = Duration.ofSeconds(10);

  private final Process process;
  private final Path log;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process with the options that {@code bin/cairn} gives a coordinator.
   *
   * @param options further ones of the JVM
   * @param main class and arguments
   * @param log standard error is appended to it
   */
  static JavaProcess start(List<String> options, List<String> main, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dcom.google.protobuf.use_unsafe_pre22_gencode=true");
    command.add("-Dsofa.middleware.log.disable=true");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-D" + ParentWatch.PROPERTY + "=" + ParentWatch.STDIN);
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(main);
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    JavaProcess started = new JavaProcess(process, log);
    Thread reader = new Thread(started::readOutput, "output-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  private void readOutput() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ready")) {
          ready.complete(line);
        }
      }
    } catch (IOException ended) {
      // as below
    }
    ready.completeExceptionally(new IOException("ended; see " + log));
  }

  /** Waits for the line {@code ready ...}, and gives it. */
  String awaitReady() throws IOException, InterruptedException {
    try {
      return ready.get(READY_BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a process is not ready: " + e.getMessage() + "; see " + log, e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** CPU time used until now by all its threads. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(READY_BOUND);
  }

  /** SIGTERM, and SIGKILL when that takes long; returns when it is gone. */
  @Override
  public void close() {
    process.destroy();
    if (!awaitEnd(STOP_BOUND)) {
      kill();
    }
  }

  private boolean awaitEnd(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
