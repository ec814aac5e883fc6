package io.cairn.agent.app;

import io.cairn.agent.runtime.TaskFailure;
import io.cairn.agent.runtime.TaskListener;
import io.cairn.agent.runtime.TaskSnapshot;
import io.cairn.agent.snapshot.SnapshotId;
import io.cairn.agent.snapshot.SnapshotPipeline;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** Passes on what the tasks of an attempt say. Called by their threads. */
final class TaskEvents implements TaskListener {

  private final Map<Integer, HostedTask> tasks;
  private final AgentReporter reporter;
  private final SnapshotPipeline pipeline;
  private final AgentMeters meters;
  private final Consumer<TaskFailure> failures;

  /**
   * @param tasks of this agent, by number
   * @param failures must not wait
   */
  TaskEvents(
      Map<Integer, HostedTask> tasks,
      AgentReporter reporter,
      SnapshotPipeline pipeline,
      AgentMeters meters,
      Consumer<TaskFailure> failures) {
    this.tasks = Map.copyOf(tasks);
    this.reporter = reporter;
    this.pipeline = pipeline;
    this.meters = meters;
    this.failures = failures;
  }

  @Override
  public void running(int task) {
    reporter.running(hosted(task));
  }

  @Override
  public void endOfInput(int task) {
    reporter.endOfInput(hosted(task));
  }

  @Override
  public void barrierTaken(int task, long checkpointId) {
    reporter.barrierTaken(hosted(task), checkpointId);
  }

  @Override
  public void snapshot(int task, TaskSnapshot snapshot) throws IOException {
    HostedTask hosted = hosted(task);
    SnapshotId id = new SnapshotId(hosted.jobId(), hosted.attempt(), snapshot.checkpointId(), task);
    meters.taken(hosted, snapshot);
    pipeline.taken(id, hosted.name(), snapshot);
    reporter.aligned(id, snapshot);
  }

  @Override
  public void declined(int task, long checkpointId, String reason) {
    HostedTask hosted = hosted(task);
    pipeline.declined(new SnapshotId(hosted.jobId(), hosted.attempt(), checkpointId, task), reason);
  }

  @Override
  public void committed(int task, long checkpointId) {
    reporter.committed(hosted(task), checkpointId);
  }

  @Override
  public void failed(TaskFailure failure) {
    failures.accept(failure);
  }

  private HostedTask hosted(int task) {
    HostedTask hosted = tasks.get(task);
    if (hosted == null) {
      throw new IllegalArgumentException("task " + task + " is not of this agent");
    }
    return hosted;
  }
}
