package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs, handles and events that tests begin with. */
public final class Samples {
  /** Of every sample job. */
  public static final CheckpointPolicy POLICY = new CheckpointPolicy(1000, 3000, 100, 2, 3, 500);

  /** With every limit of its own: two failures are tolerated, two may be in progress. */
  public static final CheckpointPolicy STRICT =
      new CheckpointPolicy(
          1000, 3000, 0, 2, 3, 500, 2, 2, 700, CheckpointPolicy.DEFAULT_RESTART_DOUBLINGS);

  private Samples() {}

  /** Source, hash transform, sink; so many tasks each. */
  public static JobSpec pipeline(String name, int parallelism) {
    return spec(
        name,
        new JobGraph(
            List.of(
                new OperatorNode("read", OperatorKind.SOURCE, parallelism),
                new OperatorNode("count", OperatorKind.TRANSFORM, parallelism),
                new OperatorNode("write", OperatorKind.SINK, parallelism)),
            List.of(
                new Edge("read", "count", Partitioning.HASH),
                new Edge("count", "write", Partitioning.FORWARD)),
            128),
        POLICY);
  }

  /** A source alone, without a sink. */
  public static JobSpec sourceOnly(String name) {
    return spec(
        name,
        new JobGraph(List.of(new OperatorNode("read", OperatorKind.SOURCE, 1)), List.of(), 8),
        POLICY);
  }

  /** A specification with a graph and a policy of its own. */
  public static JobSpec spec(String name, JobGraph graph, CheckpointPolicy policy) {
    return new JobSpec(
        name,
        graph,
        "0123456789abcdef".repeat(4),
        "io.example.Job",
        new TreeMap<>(Map.of("b", "2", "a", "1", "c", "3")),
        policy);
  }

  /** A segment written for a checkpoint. */
  public static SegmentPath segment(long checkpoint, long attempt, String rest) {
    return new SegmentPath("segments/" + checkpoint + "-" + attempt + "-" + rest + ".seg");
  }

  /** A handle whose index lies in the first of the segments. */
  public static SnapshotHandle handle(List<SegmentPath> segments) {
    return new SnapshotHandle(
        Optional.of(segments.get(0)), 10, 20, 0xdeadbeef, segments, 1000, Bytes.EMPTY);
  }

  /** Registers an agent. */
  public static Event register(String agent, String nonce, int slots) {
    return new Event.RegisterAgent(new AgentId(agent), nonce, "127.0.0.1", 4000, slots, 0);
  }

  /** An ack whose handle is inline. */
  public static Event inlineAck(long job, long attempt, int task, long checkpoint) {
    return new Event.CheckpointComplete(
        new JobId(job),
        new Attempt(attempt),
        task,
        new CheckpointId(checkpoint),
        SnapshotHandle.inline(new byte[] {1, 2, 3}, 3),
        new SnapshotStats(1, 2, 3, 4));
  }

  /** An ack with segments. */
  public static Event ack(
      long job, long attempt, int task, long checkpoint, List<SegmentPath> segments) {
    return new Event.CheckpointComplete(
        new JobId(job),
        new Attempt(attempt),
        task,
        new CheckpointId(checkpoint),
        handle(segments),
        new SnapshotStats(1, 2, 3, 4));
  }

  /** A task's report. */
  public static Event status(long job, long attempt, int task, TaskPhase phase, long checkpoint) {
    return new Event.TaskStatusUpdate(
        new JobId(job), new Attempt(attempt), task, phase, new CheckpointId(checkpoint), "why");
  }

  /** All tasks on one agent. */
  public static Event start(long job, long attempt, long completed, int tasks, Placement place) {
    List<Placement> placement = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      placement.add(place);
    }
    return new Event.StartAttempt(
        new JobId(job), new Attempt(attempt), new CheckpointId(completed), placement);
  }

  /** Requests a checkpoint. */
  public static Event request(long job, CheckpointKind kind, String requestId) {
    return new Event.CheckpointRequest(new JobId(job), kind, requestId);
  }

  /** The metadata is durable. */
  public static Event durable(long job, long checkpoint) {
    return new Event.MetadataDurable(new JobId(job), new CheckpointId(checkpoint), 100, 7);
  }

  /** A sink's confirmation. */
  public static Event committed(long job, long attempt, int task, long checkpoint) {
    return new Event.SinkCommitted(
        new JobId(job), new Attempt(attempt), task, new CheckpointId(checkpoint));
  }

  /** A person changes settings: name, value, name, value. */
  public static Event settings(long job, String requestId, Object... namesAndValues) {
    TreeMap<Setting, Long> values = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((Setting) namesAndValues[i], ((Number) namesAndValues[i + 1]).longValue());
    }
    return new Event.SettingsChanged(requestId, new JobId(job), "ada", 1_234, values);
  }

  /** A person gives a checkpoint up. */
  public static Event abortByPerson(long job, long checkpoint, String requestId) {
    return new Event.AbortCheckpoint(
        new JobId(job),
        new CheckpointId(checkpoint),
        AbortReason.PERSON,
        "not now",
        AbortCause.NO_TASK,
        requestId,
        "ada");
  }

  /** A person requests a checkpoint without a base. */
  public static Event full(long job, String requestId) {
    return new Event.CheckpointRequest(new JobId(job), CheckpointKind.MANUAL, requestId, true);
  }

  /** A person wants a savepoint of a running job. */
  public static Event savepoint(long job, String name, String requestId) {
    return new Event.CheckpointRequest(
        new JobId(job), CheckpointKind.SAVEPOINT, requestId, false, name, "ada");
  }

  /** Gives a checkpoint up. */
  public static Event abort(long job, long checkpoint, AbortReason reason) {
    return new Event.AbortCheckpoint(new JobId(job), new CheckpointId(checkpoint), reason, "why");
  }
}
