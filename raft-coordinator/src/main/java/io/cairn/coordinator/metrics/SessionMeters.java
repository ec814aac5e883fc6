package io.cairn.coordinator.metrics;

import io.cairn.coordinator.session.SessionLoad;
import io.cairn.process.metrics.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Figures of the sessions that this coordinator has with agents, and of how it pushes back. */
public final class SessionMeters {
  private SessionMeters() {}

  /** Registers them. */
  public static void register(Metrics metrics, Supplier<SessionLoad> load) {
    MeterRegistry registry = metrics.registry();
    gauge(registry, load, "cairn.sessions", "Sessions with agents", SessionLoad::sessions);
    gauge(
        registry,
        load,
        "cairn.sessions.held",
        "Connections from which nothing is read, lest too much waits",
        SessionLoad::held);
    Gauge.builder("cairn.sessions.waiting", load, l -> l.get().waitingBytes())
        .description("What agents have sent and is not settled")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
    FunctionCounter.builder("cairn.sessions.push.backs", load, l -> l.get().pushBacks())
        .description("How often reading from a connection was stopped")
        .register(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      Supplier<SessionLoad> load,
      String name,
      String what,
      ToDoubleFunction<SessionLoad> value) {
    Gauge.builder(name, load, l -> value.applyAsDouble(l.get()))
        .description(what)
        .strongReference(true)
        .register(registry);
  }
}
