package io.cairn.coordinator.admin;

import io.cairn.process.metrics.Metrics;
import java.util.function.Consumer;

/**
 * Where the HTTP interface shows and tells what happens.
 *
 * @param metrics served at {@code /metrics}; requests are counted in it
 * @param auditLines takes a line of JSON per command; any thread
 */
public record Observation(Metrics metrics, Consumer<String> auditLines) {
  /** Figures that nobody else fills, and no audit. */
  public static Observation none() {
    return new Observation(Metrics.ofThisProcess(), line -> {});
  }
}
