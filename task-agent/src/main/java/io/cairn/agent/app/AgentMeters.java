package io.cairn.agent.app;

import io.cairn.agent.runtime.AttemptRuntime;
import io.cairn.agent.runtime.TaskLoad;
import io.cairn.agent.runtime.TaskSnapshot;
import io.cairn.process.metrics.Metrics;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.state.StateFigures;
import io.cairn.storage.state.StateResources;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures of an agent: what docs/metrics.md lists for agents. Any thread; what happens is
 * counted where it happens, and what a task spends its time on is read when somebody asks.
 *
 * <p>Series with the labels {@code job_id} and {@code task} are those of the tasks that run now: at
 * most as many as the agent has slots.
 */
final class AgentMeters {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(200),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2)
  };

  private final MeterRegistry registry;
  private final Set<AttemptRuntime> running = ConcurrentHashMap.newKeySet();
  private final Map<TaskKey, TaskSnapshot> newest = new ConcurrentHashMap<>();
  private final Map<MultiGauge, ToDoubleFunction<Shown>> perTask = new LinkedHashMap<>();
  private final Timer align;
  private final Timer local;
  private final Timer upload;
  private final Timer restore;
  private final Counter uploadedBytes;
  private final Counter fetchedBytes;
  private final Counter reusedBytes;
  private final Counter declined;
  private final Counter commits;
  private final Counter sessions;
  private volatile boolean connected;

  private record TaskKey(long jobId, String task) {}

  /** A task that processes, and its newest snapshot here, if there is one. */
  private record Shown(TaskLoad load, @Nullable TaskSnapshot newest) {
    StateFigures figures() {
      return newest == null ? StateFigures.NONE : newest.figures();
    }
  }

  AgentMeters(Metrics metrics) {
    registry = metrics.registry();
    align = timer("checkpoint.align", "From a task's first barrier to its last");
    local = timer("checkpoint.local", "What a task's thread spends on a snapshot");
    upload = timer("upload", "From the begin of a snapshot's upload to its end");
    restore = timer("restore", "Restoring the state of one task");
    uploadedBytes = bytes("upload.size", "Uploaded");
    fetchedBytes = bytes("restore.fetched", "Read from the blob store to restore");
    reusedBytes = bytes("restore.reused", "Taken from this disk to restore");
    declined = counter("snapshots.declined", "Snapshots that could not be taken or uploaded");
    commits = counter("sink.commits", "Commits of sink tasks");
    sessions = counter("session.begun", "Sessions with a leader that began");
    Gauge.builder("cairn.session.connected", this, meters -> meters.connected ? 1 : 0)
        .description("1 while there is a session with the leader")
        .register(registry);
    Gauge.builder("cairn.attempts", running, Set::size)
        .description("Attempts of jobs with tasks here")
        .register(registry);
    tasks("accumulateBusyTimeMs", "Processing", shown -> millis(shown.load().busyNanos()));
    tasks(
        "accumulateBackPressuredTimeMs",
        "Waiting until a receiver takes more",
        shown -> millis(shown.load().backPressuredNanos()));
    tasks("accumulateIdleTimeMs", "Waiting for input", shown -> millis(shown.load().idleNanos()));
    tasks(
        "checkpointAlignmentTime",
        "Alignment in the newest checkpoint, in milliseconds",
        shown -> shown.newest() == null ? 0 : shown.newest().alignMillis());
    tasks(
        "stateFiles",
        "Files of the newest snapshot",
        shown -> shown.newest() == null ? 0 : shown.newest().local().files().size());
    tasks("stateSize", "RocksDB's files, in bytes", shown -> shown.figures().fileBytes());
    tasks(
        "memtableSize", "Rows not in files yet, in bytes", shown -> shown.figures().memoryBytes());
    tasks(
        "pendingCompaction",
        "What RocksDB has to merge, in bytes",
        shown -> shown.figures().pendingCompactionBytes());
    tasks("runningCompactions", "Merges under way", shown -> shown.figures().runningCompactions());
    metrics.source(this::look);
  }

  /** Registers what these say of themselves. They are to be closed after the metrics. */
  void watch(StateResources memory, SegmentUploader uploader, int slots) {
    memory("budget", "For the keyed state of all tasks", memory, StateResources::budgetBytes);
    memory("used", "In use of it", memory, StateResources::usedBytes);
    memory("pinned", "Write buffers, of what is in use", memory, StateResources::pinnedBytes);
    Gauge.builder("cairn.uploads.unfinished", uploader, SegmentUploader::unfinished)
        .description("Snapshots that wait for their upload or are being uploaded")
        .register(registry);
    Gauge.builder("cairn.slots", () -> slots)
        .description("How many tasks may run here")
        .register(registry);
  }

  void began(AttemptRuntime attempt) {
    running.add(attempt);
  }

  void ended(AttemptRuntime attempt) {
    running.remove(attempt);
  }

  void connected(boolean now) {
    connected = now;
    if (now) {
      sessions.increment();
    }
  }

  void taken(HostedTask task, TaskSnapshot snapshot) {
    align.record(snapshot.alignMillis(), TimeUnit.MILLISECONDS);
    local.record(snapshot.localMillis(), TimeUnit.MILLISECONDS);
    newest.put(new TaskKey(task.jobId(), task.name()), snapshot);
  }

  void uploaded(long bytes, Duration took) {
    upload.record(took);
    uploadedBytes.increment((double) bytes);
  }

  void restored(long nanos, long fetched, long reused) {
    restore.record(nanos, TimeUnit.NANOSECONDS);
    fetchedBytes.increment((double) fetched);
    reusedBytes.increment((double) reused);
  }

  void declined() {
    declined.increment();
  }

  void committed() {
    commits.increment();
  }

  /** Before each page, one at a time. */
  private void look() {
    Map<TaskKey, Shown> shown = new LinkedHashMap<>();
    for (AttemptRuntime attempt : running) {
      for (TaskLoad load : attempt.loads()) {
        TaskKey key = new TaskKey(load.jobId(), load.task());
        shown.put(key, new Shown(load, newest.get(key)));
      }
    }
    newest.keySet().retainAll(shown.keySet());
    perTask.forEach(
        (gauge, value) -> {
          List<MultiGauge.Row<?>> rows = new ArrayList<>();
          shown.forEach((key, task) -> rows.add(row(key, value.applyAsDouble(task))));
          gauge.register(rows, true);
        });
  }

  private static MultiGauge.Row<?> row(TaskKey key, double value) {
    return MultiGauge.Row.of(
        Tags.of("job_id", Long.toString(key.jobId()), "task", key.task()), value);
  }

  private static double millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private void tasks(String name, String what, ToDoubleFunction<Shown> value) {
    perTask.put(
        MultiGauge.builder("cairn.task." + name).description(what).register(registry), value);
  }

  private void memory(
      String name, String what, StateResources memory, ToDoubleFunction<StateResources> value) {
    Gauge.builder("cairn.state.memory." + name, memory, value)
        .description(what)
        .baseUnit("bytes")
        .register(registry);
  }

  private Timer timer(String name, String what) {
    return Timer.builder("cairn." + name)
        .description(what)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }

  private Counter bytes(String name, String what) {
    return Counter.builder("cairn." + name).description(what).baseUnit("bytes").register(registry);
  }

  private Counter counter(String name, String what) {
    return Counter.builder("cairn." + name).description(what).register(registry);
  }
}
