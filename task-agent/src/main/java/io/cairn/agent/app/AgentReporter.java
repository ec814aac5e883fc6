package io.cairn.agent.app;

import io.cairn.agent.OneLine;
import io.cairn.agent.runtime.TaskSnapshot;
import io.cairn.agent.session.Report;
import io.cairn.agent.snapshot.SnapshotId;
import io.cairn.agent.snapshot.SnapshotReports;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.SinkCommitted;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Says what happens here, to the coordinators and to the history. Any thread; never waits. */
final class AgentReporter implements SnapshotReports {

  /** The protocol's limit for a reason, in bytes of UTF-8. */
  static final int MAX_REASON_BYTES = 512;

  private final AgentHistory history;
  private final AgentMeters meters;
  private final Consumer<Report> session;

  AgentReporter(AgentHistory history, AgentMeters meters, Consumer<Report> session) {
    this.history = history;
    this.meters = meters;
    this.session = session;
  }

  void started(HostedTask task) {
    history.task(task, AgentHistory.TaskState.STARTED);
  }

  void restored(HostedTask task, long checkpointId) {
    history.restored(task, checkpointId);
  }

  void running(HostedTask task) {
    history.task(task, AgentHistory.TaskState.RUNNING);
    report(task, TaskPhase.TASK_PHASE_RUNNING, 0, "");
  }

  void stopped(HostedTask task) {
    history.task(task, AgentHistory.TaskState.STOPPED);
  }

  /**
   * The history hears of a failure at once, the coordinators when {@link #reportFailed} is called.
   */
  void failed(HostedTask task, String reason) {
    history.failed(task, reason);
  }

  void reportFailed(HostedTask task, String reason) {
    report(task, TaskPhase.TASK_PHASE_FAILED, 0, reason);
  }

  /** User code does not react, or does not end; {@code stack} says where it is. */
  void stuck(long jobId, long attempt, String state, String thread, String stack) {
    history.stuck(jobId, attempt, state, thread, stack);
  }

  void endOfInput(HostedTask task) {
    report(task, TaskPhase.TASK_PHASE_END_OF_INPUT, 0, "");
  }

  void barrierTaken(HostedTask task, long checkpointId) {
    report(task, TaskPhase.TASK_PHASE_STARTED, checkpointId, "");
  }

  void committed(HostedTask task, long checkpointId) {
    history.sinkCommit(task, checkpointId);
    meters.committed();
    session.accept(
        new Report.Commit(
            SinkCommitted.newBuilder()
                .setJobId(task.jobId())
                .setAttempt(task.attempt())
                .setTask(task.task())
                .setCheckpointId(checkpointId)
                .build()));
  }

  @Override
  public void local(SnapshotId id) {
    history.snapshot(id);
    report(id, TaskPhase.TASK_PHASE_LOCAL, "");
  }

  void aligned(SnapshotId id, TaskSnapshot snapshot) {
    if (snapshot.alignMillis() > 0 || snapshot.alignBytes() > 0) {
      history.alignment(id, snapshot.alignMillis(), snapshot.alignBytes());
    }
  }

  @Override
  public void resumed(SnapshotId id) {
    history.resumed(id);
  }

  @Override
  public void uploaded(SnapshotId id, long bytes, Duration took) {
    history.upload(id, bytes, took);
    meters.uploaded(bytes, took);
  }

  @Override
  public void complete(CheckpointComplete ack) {
    session.accept(new Report.Ack(ack));
  }

  @Override
  public void declined(SnapshotId id, String reason) {
    meters.declined();
    report(id, TaskPhase.TASK_PHASE_DECLINED, reason);
  }

  private void report(HostedTask task, TaskPhase phase, long checkpointId, String reason) {
    session.accept(
        new Report.Status(
            TaskStatusUpdate.newBuilder()
                .setJobId(task.jobId())
                .setAttempt(task.attempt())
                .setTask(task.task())
                .setPhase(phase)
                .setCheckpointId(checkpointId)
                .setReason(bounded(OneLine.of(reason)))
                .build()));
  }

  private void report(SnapshotId id, TaskPhase phase, String reason) {
    session.accept(
        new Report.Status(
            TaskStatusUpdate.newBuilder()
                .setJobId(id.jobId())
                .setAttempt(id.attempt())
                .setTask(id.task())
                .setPhase(phase)
                .setCheckpointId(id.checkpointId())
                .setReason(bounded(OneLine.of(reason)))
                .build()));
  }

  /** Cuts a text to the protocol's limit, between characters. */
  static String bounded(String reason) {
    int end = Math.min(reason.length(), MAX_REASON_BYTES);
    while (reason.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
      end = reason.offsetByCodePoints(end, -1);
    }
    return reason.substring(0, end);
  }
}
