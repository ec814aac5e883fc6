package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Edge;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.OperatorKind;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.Partitioning;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.Setting;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.coordinator.checkpoint.StateMachine;
import io.cairn.coordinator.checkpoint.Step;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.leader.LeaderView.Seen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A state reached by events, and what a leader sees of it. One job of two sources and two sinks:
 * tasks 0 and 1, 2 and 3.
 */
public final class Scenario {
  public static final JobId JOB = new JobId(1);
  public static final long LEASE = 3_000;

  ClusterState state = ClusterState.empty();
  LeaderMemory memory = LeaderMemory.EMPTY;
  long sinceBatch;
  boolean mayHandOver = true;
  private final Map<AgentId, Seen> agents = new HashMap<>();

  public static JobSpec spec(CheckpointPolicy policy) {
    return new JobSpec(
        "job",
        new JobGraph(
            List.of(
                new OperatorNode("in", OperatorKind.SOURCE, 2),
                new OperatorNode("out", OperatorKind.SINK, 2)),
            List.of(new Edge("in", "out", Partitioning.HASH)),
            128),
        "0".repeat(64),
        "io.cairn.test.Job",
        new TreeMap<>(),
        policy);
  }

  public static CheckpointPolicy policy(long interval, long timeout) {
    return new CheckpointPolicy(interval, timeout, 0, 1, 3, 1_000);
  }

  static Scenario withAgents(int count) {
    Scenario scenario = new Scenario();
    scenario.apply(new Event.Bootstrap("cluster-1"));
    for (int i = 1; i <= count; i++) {
      scenario.register("a" + i, 4);
    }
    return scenario;
  }

  static Scenario running() {
    return running(policy(1_000, 5_000));
  }

  static Scenario running(CheckpointPolicy policy) {
    Scenario scenario = withAgents(2);
    scenario.submit(policy);
    scenario.start();
    scenario.phase(TaskPhase.RUNNING, 0, 1, 2, 3);
    return scenario;
  }

  void change(Setting setting, long value) {
    apply(
        new Event.SettingsChanged(
            setting + "=" + value, JOB, "ada", 0, new TreeMap<>(Map.of(setting, value))));
  }

  void submit(CheckpointPolicy policy) {
    apply(new Event.SubmitJob("r1", spec(policy)));
  }

  void start() {
    for (Action action : plan().actions()) {
      if (action instanceof Action.Propose propose
          && propose.event() instanceof Event.StartAttempt) {
        apply(propose.event());
      }
    }
  }

  void register(String id, int slots) {
    AgentId agent = new AgentId(id);
    apply(new Event.RegisterAgent(agent, "nonce-" + id, "localhost", 1000, slots, 0));
    agents.put(agent, new Seen(true, 0));
  }

  void silent(String id, long millis) {
    agents.put(new AgentId(id), new Seen(millis < LEASE, millis));
  }

  void stuck(String id, int tasks) {
    agents.put(new AgentId(id), new Seen(true, 0, tasks));
  }

  void phase(TaskPhase phase, int... tasks) {
    for (int task : tasks) {
      apply(
          new Event.TaskStatusUpdate(
              JOB, job().attemptNumber(), task, phase, CheckpointId.NONE, ""));
    }
  }

  void request(CheckpointKind kind) {
    apply(new Event.CheckpointRequest(JOB, kind, ""));
  }

  void ack(long checkpoint, int... tasks) {
    for (int task : tasks) {
      Attempt attempt = job().attemptNumber();
      apply(
          new Event.CheckpointComplete(
              JOB,
              attempt,
              task,
              new CheckpointId(checkpoint),
              handle(new CheckpointId(checkpoint), attempt, "a" + task),
              SnapshotStats.NONE));
    }
  }

  public static SnapshotHandle handle(CheckpointId checkpoint, Attempt attempt, String writer) {
    SegmentPath path = new SegmentPath(SegmentPath.prefix(checkpoint, attempt) + writer + ".seg");
    return new SnapshotHandle(
        Optional.of(path),
        0,
        10,
        0,
        List.of(path),
        100,
        io.cairn.coordinator.checkpoint.Bytes.EMPTY);
  }

  void complete(long checkpoint) {
    apply(new Event.MetadataDurable(JOB, new CheckpointId(checkpoint), 100, 1));
  }

  void elapse(long millis) {
    state = StateMachine.apply(state, new Batch(millis, 0, List.of())).next();
  }

  Outcome apply(Event event) {
    Step step = StateMachine.apply(state, new Batch(0, 0, List.of(event)));
    state = step.next();
    return step.outcomes().get(0);
  }

  JobState job() {
    return Objects.requireNonNull(state.job(JOB));
  }

  Placement place(String agent) {
    AgentId id = new AgentId(agent);
    Incarnation incarnation = Objects.requireNonNull(state.agent(id)).incarnation();
    return new Placement(id, incarnation);
  }

  Plan plan() {
    return Reconciler.plan(
        new LeaderView(state, sinceBatch, 0, agents, LEASE, mayHandOver), memory);
  }

  /** The events that are to be proposed. */
  List<Event> proposals() {
    return plan().actions().stream()
        .filter(action -> action instanceof Action.Propose)
        .map(action -> ((Action.Propose) action).event())
        .toList();
  }
}
