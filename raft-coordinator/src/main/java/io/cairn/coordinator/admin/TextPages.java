package io.cairn.coordinator.admin;

import io.cairn.process.metrics.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What is served as text: the figures, and the description of this interface. Figures are collected
 * on a thread of their own, one page after the other.
 */
final class TextPages implements AutoCloseable {
  /** Where the figures are. */
  static final String METRICS = "/metrics";

  /** Where the description is. */
  static final String OPENAPI = "/api/v1/openapi.yaml";

  /** Pages that wait: each takes some milliseconds. */
  private static final int QUEUE = 32;

  private final Metrics metrics;
  private final Reply openapi = new Reply(200, "application/yaml", stored("openapi.yaml"));
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(QUEUE),
          task -> {
            Thread made = new Thread(task, "admin-metrics");
            made.setDaemon(true);
            return made;
          });

  TextPages(Metrics metrics) {
    this.metrics = metrics;
  }

  CompletableFuture<Reply> figures() {
    try {
      return CompletableFuture.supplyAsync(
          () -> new Reply(200, Metrics.CONTENT_TYPE, metrics.page()), thread);
    } catch (RejectedExecutionException full) {
      throw ProblemException.of(429, "overloaded", "too many ask for figures; try again later");
    }
  }

  Reply openapi() {
    return openapi;
  }

  /** It belongs to the jar. */
  private static String stored(String name) {
    try (InputStream in = TextPages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
