package io.cairn.agent.runtime;

import io.cairn.agent.channel.DataAddress;
import io.cairn.agent.channel.DataPlane;
import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.state.StateResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Some agents' runtimes in this process, over real loopback connections. */
final class LoopbackAgents implements AutoCloseable {
  private final Path root;
  private final StateResources resources = new StateResources(8 << 20, 16 << 20);
  private final List<DataPlane> planes = new ArrayList<>();

  private final ExecutorService localStages = Executors.newCachedThreadPool();

  LoopbackAgents(Path root, int count) throws IOException {
    this.root = root;
    for (int i = 0; i < count; i++) {
      planes.add(
          DataPlane.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              "a" + i,
              () -> "test-cluster"));
    }
  }

  DataPlane plane(int agent) {
    return planes.get(agent);
  }

  /** Task t on agent t modulo the number of agents. */
  List<TaskPlace> places(JobDefinition job) {
    List<TaskPlace> places = new ArrayList<>();
    for (int task = 0; task < job.graph().tasks(); task++) {
      int agent = task % planes.size();
      places.add(
          new TaskPlace("a" + agent, new DataAddress("127.0.0.1", planes.get(agent).port())));
    }
    return places;
  }

  /** Prepares an attempt whose state is a copy of these snapshots; not started. */
  Running deploy(
      JobDefinition job, long attempt, long restoredCheckpoint, Map<Integer, TaskSnapshot> from)
      throws IOException {
    for (Map.Entry<Integer, TaskSnapshot> snapshot : from.entrySet()) {
      place(snapshot.getValue(), state(attempt, snapshot.getKey()));
    }
    Recorder recorder = new Recorder();
    AttemptSpec spec =
        new AttemptSpec(
            7, attempt, job, JobArguments.none(), restoredCheckpoint, false, places(job));
    List<AttemptRuntime> runtimes = new ArrayList<>();
    for (int i = 0; i < planes.size(); i++) {
      runtimes.add(
          new AttemptRuntime(
              spec,
              new RuntimeServices(
                  "a" + i, planes.get(i), resources, Map.of(), localStages, Duration.ofSeconds(10)),
              directories(attempt),
              recorder));
    }
    return new Running(job, recorder, runtimes);
  }

  StateResources resources() {
    return resources;
  }

  private static void place(TaskSnapshot snapshot, Path target) throws IOException {
    LocalSnapshot local = snapshot.local();
    if (local.isInMemory()) {
      Files.createDirectories(target);
      Files.write(target.resolve(LocalSnapshot.TASK_STATE_FILE), local.content().toByteArray());
    } else {
      copy(local.directory(), target);
    }
  }

  Path copyOf(TaskSnapshot snapshot, String name) throws IOException {
    Path target = root.resolve("copies").resolve(name);
    place(snapshot, target);
    return target;
  }

  @Override
  public void close() {
    planes.forEach(DataPlane::close);
    localStages.shutdownNow();
    resources.close();
  }

  private TaskDirectories directories(long attempt) {
    return new TaskDirectories() {
      @Override
      public Path state(int task) {
        return LoopbackAgents.this.state(attempt, task);
      }

      @Override
      public Path snapshot(int task, long checkpointId) {
        Path parent = root.resolve("snapshots-" + attempt).resolve("task-" + task);
        try {
          Files.createDirectories(parent);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return parent.resolve("chk-" + checkpointId);
      }
    };
  }

  private Path state(long attempt, int task) {
    return root.resolve("state-" + attempt).resolve("task-" + task);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** An attempt on all agents, and what a coordinator would do with it. */
  record Running(JobDefinition job, Recorder recorder, List<AttemptRuntime> runtimes)
      implements AutoCloseable {

    Running start() throws InterruptedException {
      runtimes.forEach(AttemptRuntime::start);
      recorder.await("running", () -> recorder.runningTasks() == job.graph().tasks());
      return this;
    }

    /** Takes a checkpoint and completes it. */
    Map<Integer, TaskSnapshot> checkpoint(long id, boolean last) throws InterruptedException {
      return checkpoint(new Barrier(id, last));
    }

    private Map<Integer, TaskSnapshot> checkpoint(Barrier barrier) throws InterruptedException {
      long id = barrier.checkpointId();
      runtimes.forEach(runtime -> runtime.settled(id - 1, List.of(id)));
      runtimes.forEach(runtime -> runtime.trigger(barrier));
      recorder.await(
          "checkpoint " + id, () -> recorder.snapshots(id).size() == job.graph().tasks());
      runtimes.forEach(runtime -> runtime.settled(id, List.of()));
      runtimes.forEach(runtime -> runtime.completed(id));
      return recorder.snapshots(id);
    }

    /** Takes a checkpoint after which the sources halt, and completes it. */
    Map<Integer, TaskSnapshot> halt(long id) throws InterruptedException {
      return checkpoint(new Barrier(id, false, true));
    }

    void awaitEnd(int sources) throws InterruptedException {
      recorder.await("end of input", () -> recorder.ended().size() == sources);
    }

    @Override
    public void close() {
      for (AttemptRuntime runtime : runtimes) {
        if (!runtime.stop(Duration.ofSeconds(10))) {
          throw new AssertionError("a task did not stop");
        }
      }
    }
  }
}
