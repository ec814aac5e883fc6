package io.cairn.coordinator.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Counts and times requests. Any thread. */
final class HttpMeters {
  /** What a client calls its method is up to it: others are counted together. */
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "DELETE");

  private final MeterRegistry registry;

  HttpMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void answered(String method, int status, long nanos) {
    Timer.builder("cairn.http.requests")
        .description("Requests under /api/v1, from their arrival to the answer")
        .tag("method", METHODS.contains(method) ? method : "OTHER")
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }
}
