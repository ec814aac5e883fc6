package io.cairn.simulation;

import io.cairn.agent.app.HostedJobs;
import io.cairn.agent.app.ViewRules;
import io.cairn.agent.runtime.AttemptControl;
import io.cairn.agent.runtime.Barrier;
import io.cairn.agent.session.Report;
import io.cairn.agent.snapshot.JobPaths;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SinkCommitted;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The tasks of one attempt on one agent: the model behind the shipped {@link HostedJobs}. */
final class SimAttempt implements HostedJobs.Host {
  private static final long CONNECT_WITHIN = 10_000 * World.MILLI;
  private static final long PEER_GRACE = 6_000 * World.MILLI;

  private enum State {
    PREPARING,
    PREPARED,
    RUNNING,
    FAILED,
    STOPPED
  }

  private final Deploy deploy;
  private final SimAgent agent;
  private final Cluster cluster;
  private final World world;
  private final Graph graph;
  private final World.Life life;
  private final Map<Integer, SimTask> tasks = new TreeMap<>();
  private final List<Local> locals = new ArrayList<>();
  private State state = State.PREPARING;
  private long spokenOf;
  private long connectBy;
  private JobView view;

  /** A snapshot that is on the agent's disk and not on its way to the store. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Local(int task, long checkpoint, byte[] bytes) {}

  SimAttempt(Deploy deploy, SimAgent agent) {
    this.deploy = deploy;
    this.agent = agent;
    this.life = agent.life().part();
    this.cluster = agent.cluster();
    this.world = cluster.world();
    this.graph = cluster.graph(deploy.getSpec());
  }

  World world() {
    return world;
  }

  Graph graph() {
    return graph;
  }

  Faults faults() {
    return cluster.faults();
  }

  long restoredFrom() {
    return deploy.getRestoreOtherJob() ? 0 : deploy.getRestoreCheckpoint();
  }

  /** What paths in the handles that it restores are relative to. */
  String restoreRoot() {
    String root = deploy.getRestoreRoot();
    return root.isEmpty() ? JobPaths.root(jobId()) : root;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  boolean isPrepared() {
    return state == State.PREPARED || state == State.RUNNING;
  }

  @Override
  public long jobId() {
    return deploy.getJobId();
  }

  @Override
  public long attempt() {
    return deploy.getAttempt();
  }

  @Override
  public boolean hasTasks() {
    return deploy.getPlacesList().stream().anyMatch(place -> place.getAgentId().equals(agent.id));
  }

  boolean hosts(int task) {
    return deploy.getPlaces(task).getAgentId().equals(agent.id);
  }

  /** Whether the attempt has tasks on that run of the agent. */
  boolean uses(String other) {
    return deploy.getPlacesList().stream().anyMatch(place -> place.getAgentId().equals(other));
  }

  @Override
  public void begin(CompletableFuture<Void> after) {
    cluster.ledger().tasksStart(jobId(), attempt(), agent.id);
    var unused =
        after.thenRun(() -> later(world.delay(World.MILLI, 30 * World.MILLI), this::prepare));
  }

  /** Runs something unless the process dies or the attempt is stopped first. */
  void later(long delay, Runnable what) {
    world.after(delay, life, what);
  }

  private void prepare() {
    try {
      SimRestore restore = new SimRestore(this, deploy, agent.uploads(), cluster.ledger());
      for (int task = 0; task < deploy.getPlacesCount(); task++) {
        if (hosts(task)) {
          tasks.put(task, new SimTask(task, this, restore.of(task)));
        }
      }
    } catch (IOException e) {
      fail("cannot restore: " + e.getMessage(), false);
      return;
    }
    state = State.PREPARED;
    connectBy = world.micros() + CONNECT_WITHIN;
    connect();
  }

  private void connect() {
    if (cluster.isPrepared(deploy)) {
      state = State.RUNNING;
      tasks.values().forEach(SimTask::open);
      tasks.keySet().forEach(task -> report(task, TaskPhase.TASK_PHASE_RUNNING, 0));
      tasks.values().forEach(SimTask::run);
      if (view != null) {
        tell(view);
      }
    } else if (world.micros() > connectBy) {
      fail("no connection to a peer", false);
    } else {
      later(5 * World.MILLI, this::connect);
    }
  }

  @Override
  public void view(JobView now) {
    view = now;
    beginUploads();
    if (state == State.RUNNING) {
      tell(now);
    }
  }

  private void tell(JobView now) {
    ViewRules.tell(new Everyone(), now);
    tasks.values().forEach(SimTask::told);
  }

  @Override
  public CompletableFuture<Void> stop() {
    state = State.STOPPED;
    life.end();
    CompletableFuture<Void> gone = new CompletableFuture<>();
    world.after(world.delay(0, 20 * World.MILLI), agent.life(), () -> gone.complete(null));
    cluster.channelsBroke(this);
    return gone;
  }

  /** The other end of a channel is gone. */
  void peerGone() {
    if (state == State.RUNNING) {
      fail("a peer is gone", true);
    }
  }

  private void fail(String why, boolean consequence) {
    world.trace(agent.id, "job %d attempt %d fails: %s", jobId(), attempt(), why);
    state = State.FAILED;
    int blamed = 0;
    while (!hosts(blamed)) {
      blamed++;
    }
    int task = blamed;
    later(consequence ? PEER_GRACE : 0, () -> report(task, TaskPhase.TASK_PHASE_FAILED, 0));
    cluster.channelsBroke(this);
  }

  /** A task of user code throws. */
  void breakDown() {
    if (state == State.RUNNING) {
      world.count("fault: task fails");
      fail("user code threw", false);
    }
  }

  void report(int task, TaskPhase phase, long checkpoint) {
    agent.report(
        new Report.Status(
            TaskStatusUpdate.newBuilder()
                .setJobId(jobId())
                .setAttempt(attempt())
                .setTask(task)
                .setPhase(phase)
                .setCheckpointId(checkpoint)
                .setReason(phase == TaskPhase.TASK_PHASE_FAILED ? "on purpose" : "")
                .build()));
  }

  /** A sink has committed up to this checkpoint. */
  void report(int task, long checkpoint) {
    agent.report(
        new Report.Commit(
            SinkCommitted.newBuilder()
                .setJobId(jobId())
                .setAttempt(attempt())
                .setTask(task)
                .setCheckpointId(checkpoint)
                .build()));
  }

  void commit(Position.Output output) {
    if (!agent.life().isOver()) {
      cluster.ledger().committed(jobId(), output);
    }
  }

  void forward(int task, SimTask.Arrival arrival) {
    for (int to : graph.outputs(task)) {
      cluster.send(deploy, arrival, to);
    }
  }

  void arrived(int to, SimTask.Arrival arrival) {
    SimTask task = tasks.get(to);
    if (state == State.RUNNING && task != null) {
      task.arrived(arrival);
    }
  }

  void snapshot(int task, long checkpoint, Position.State state) {
    Ledger ledger = cluster.ledger();
    ledger.snapshotTaken(jobId(), attempt(), checkpoint, task);
    ledger
        .cuts()
        .taken(jobId(), checkpoint, graph.operator(task), graph.instance(task), state.position());
    if (graph.isSource(task)) {
      ledger.cuts().read(jobId(), attempt(), task, state.position());
    }
    byte[] bytes = state.encode();
    later(
        world.delay(100, 5 * World.MILLI),
        () -> {
          agent.disk().put(new SimDisk.Kept(deploy, task, checkpoint, bytes));
          report(task, TaskPhase.TASK_PHASE_LOCAL, checkpoint);
          locals.add(new Local(task, checkpoint, bytes));
          beginUploads();
        });
  }

  /** The barrier can be faster than the word of its checkpoint; what is over is not uploaded. */
  private void beginUploads() {
    Map<Long, RunningCheckpoint> running = new TreeMap<>();
    if (view != null) {
      spokenOf = Math.max(spokenOf, view.getSettledCheckpoint());
      view.getRunningList().forEach(each -> running.put(each.getCheckpointId(), each));
      running.keySet().forEach(id -> spokenOf = Math.max(spokenOf, id));
    }
    for (Local local : List.copyOf(locals)) {
      RunningCheckpoint open = running.get(local.checkpoint());
      if (open != null) {
        agent.uploads().begin(this, local.task(), open, local.bytes());
      }
      if (open != null || local.checkpoint() <= spokenOf) {
        locals.remove(local);
      }
    }
  }

  private final class Everyone implements AttemptControl {
    private void each(Consumer<SimTask> what) {
      tasks.values().forEach(what);
    }

    @Override
    public void settled(long settledUpTo, Collection<Long> running) {
      each(task -> task.core.settled(settledUpTo, running));
    }

    @Override
    public void trigger(Barrier barrier) {
      each(task -> task.core.trigger(barrier));
    }

    @Override
    public void completed(long checkpointId) {
      each(task -> task.core.completed(checkpointId));
    }

    @Override
    public void drain() {
      each(task -> task.core.drain());
    }
  }
}
