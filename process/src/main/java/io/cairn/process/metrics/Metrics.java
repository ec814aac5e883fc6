package io.cairn.process.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * The meters of one process. Any thread; a page is made under this object's lock, one at a time.
 *
 * <p>Most figures are not counted as they happen but read when somebody asks: a source is told
 * before each page, and sets the meters that it has registered.
 */
public final class Metrics implements AutoCloseable {
  /** What {@link #page} returns, for the header Content-Type. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<Runnable> sources = new ArrayList<>();
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private boolean closed;

  private Metrics() {}

  /** With what the JVM and the system say of this process. */
  public static Metrics ofThisProcess() {
    Metrics metrics = new Metrics();
    new ClassLoaderMetrics().bindTo(metrics.registry);
    new JvmMemoryMetrics().bindTo(metrics.registry);
    new JvmThreadMetrics().bindTo(metrics.registry);
    new ProcessorMetrics().bindTo(metrics.registry);
    new UptimeMetrics().bindTo(metrics.registry);
    new FileDescriptorMetrics().bindTo(metrics.registry);
    metrics.collections.bindTo(metrics.registry);
    return metrics;
  }

  /** Where meters are registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Adds a source; it runs on the thread that asks for a page and must be quick. */
  public synchronized void source(Runnable beforePage) {
    sources.add(beforePage);
  }

  /** All figures as they are now, in Prometheus' text format 0.0.4. */
  public synchronized String page() {
    if (closed) {
      return "";
    }
    sources.forEach(Runnable::run);
    return registry.scrape();
  }

  /** Waits for a page that is being made; later ones are empty. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    collections.close();
    registry.close();
  }
}
