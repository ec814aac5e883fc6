package io.cairn.chaos.harness;

import io.cairn.chaos.check.CheckpointReader;
import io.cairn.chaos.scene.Chronicle;
import io.cairn.chaos.scene.LocalScene;
import io.cairn.chaos.workload.ChaosJob;
import io.cairn.chaos.workload.Workload;
import io.cairn.cli.admin.AdminException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches while faults strike: a linearizable read four times a second, the progress of each
 * workload once a second, each completed checkpoint read back. Each in a thread of its own.
 */
final class Observers implements AutoCloseable {
  private static final long PROBE_MILLIS = 250;
  private static final long SAMPLE_MILLIS = 1_000;
  private static final long END_SECONDS = 90;

  private final LocalScene scene;
  private final Chronicle chronicle;
  private final List<Workload> workloads;
  private final CheckpointReader reader;
  private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService samples = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService reads = Executors.newSingleThreadScheduledExecutor();

  Observers(
      LocalScene scene, Chronicle chronicle, List<Workload> workloads, CheckpointReader reader) {
    this.scene = scene;
    this.chronicle = chronicle;
    this.workloads = workloads;
    this.reader = reader;
  }

  void start() {
    every(probes, this::probe, PROBE_MILLIS);
    every(samples, this::sample, SAMPLE_MILLIS);
    every(reads, this::read, SAMPLE_MILLIS);
  }

  /** An observer that fails is noted, and goes on. */
  private void every(ScheduledExecutorService thread, Runnable task, long millis) {
    Runnable noting =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            chronicle.add("trouble", Map.of("observer", e.toString()));
          }
        };
    var unused = thread.scheduleWithFixedDelay(noting, 0, millis, TimeUnit.MILLISECONDS);
  }

  private void probe() {
    long begun = chronicle.now();
    boolean answered;
    try {
      var unused = scene.admin().get("jobs");
      answered = true;
    } catch (AdminException e) {
      answered = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    long millis = chronicle.now() - begun;
    chronicle.addAt(begun, "probe", Map.of("millis", millis, "answered", answered ? 1 : 0));
  }

  private void sample() {
    Map<String, Object> line = new LinkedHashMap<>();
    for (Workload workload : workloads) {
      line.put(workload.name(), workload.progress());
    }
    chronicle.add("progress", line);
  }

  private void read() {
    List<ChaosJob> jobs = new ArrayList<>();
    workloads.forEach(workload -> jobs.addAll(workload.jobs()));
    reader.look(jobs, scene.store(), scene.hadoopSettings());
  }

  /** Ends the threads; returns when none of them does anything any more. */
  @Override
  public void close() {
    List<ScheduledExecutorService> threads = List.of(probes, samples, reads);
    threads.forEach(ScheduledExecutorService::shutdown);
    try {
      for (ScheduledExecutorService thread : threads) {
        if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
          thread.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      threads.forEach(ScheduledExecutorService::shutdownNow);
      Thread.currentThread().interrupt();
    }
  }
}
