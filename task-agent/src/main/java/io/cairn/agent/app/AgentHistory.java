package io.cairn.agent.app;

import io.cairn.agent.snapshot.SnapshotId;
import io.cairn.process.history.HistoryWriter;
import io.cairn.protocol.v1.CheckpointComplete;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The events that an agent writes to its history; the file's format is that of all nodes. */
final class AgentHistory {

  /** What happens to a task on this agent. */
  enum TaskState {
    STARTED("started"),
    RESTORED("restored"),
    RUNNING("running"),
    STOPPED("stopped"),
    FAILED("failed");

    private final String word;

    TaskState(String word) {
      this.word = word;
    }
  }

  private final HistoryWriter writer;

  AgentHistory(HistoryWriter writer) {
    this.writer = writer;
  }

  void task(HostedTask task, TaskState state) {
    writer.write("task", taskFields(task, state));
  }

  void restored(HostedTask task, long checkpointId) {
    Map<String, Object> fields = taskFields(task, TaskState.RESTORED);
    fields.put("checkpoint", checkpointId);
    writer.write("task", fields);
  }

  void failed(HostedTask task, String reason) {
    Map<String, Object> fields = taskFields(task, TaskState.FAILED);
    fields.put("reason", reason);
    writer.write("task", fields);
  }

  void snapshot(SnapshotId id) {
    writer.write("snapshot", fields(id));
  }

  void stuck(long jobId, long attempt, String state, String thread, String stack) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", jobId);
    fields.put("attempt", attempt);
    fields.put("state", state);
    fields.put("thread", thread);
    fields.put("stack", stack);
    writer.write("stuck", fields);
  }

  /** The upload of a snapshot that an earlier process of this agent took goes on. */
  void resumed(SnapshotId id) {
    writer.write("resume", fields(id));
  }

  void alignment(SnapshotId id, long millis, long bytes) {
    Map<String, Object> fields = fields(id);
    fields.put("millis", millis);
    fields.put("bytes", bytes);
    writer.write("alignment", fields);
  }

  void upload(SnapshotId id, long bytes, Duration took) {
    Map<String, Object> fields = fields(id);
    fields.put("bytes", bytes);
    fields.put("millis", took.toMillis());
    writer.write("upload", fields);
  }

  void ackSent(CheckpointComplete ack, long term) {
    writer.write("ack-sent", fields(ack, term));
  }

  void ackConfirmed(CheckpointComplete ack, long term) {
    writer.write("ack-confirmed", fields(ack, term));
  }

  void sinkCommit(HostedTask task, long checkpointId) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", task.jobId());
    fields.put("attempt", task.attempt());
    fields.put("task", task.task());
    fields.put("checkpoint", checkpointId);
    writer.write("sink-commit", fields);
  }

  void session(String state, long term, String coordinator, String reason) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", state);
    fields.put("term", term);
    fields.put("coordinator", coordinator);
    if (!reason.isEmpty()) {
      fields.put("reason", reason);
    }
    writer.write("session", fields);
  }

  private static Map<String, Object> taskFields(HostedTask task, TaskState state) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", task.jobId());
    fields.put("attempt", task.attempt());
    fields.put("task", task.task());
    fields.put("operator", task.operator());
    fields.put("state", state.word);
    return fields;
  }

  private static Map<String, Object> fields(SnapshotId id) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", id.jobId());
    fields.put("attempt", id.attempt());
    fields.put("checkpoint", id.checkpointId());
    fields.put("task", id.task());
    return fields;
  }

  private static Map<String, Object> fields(CheckpointComplete ack, long term) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", ack.getJobId());
    fields.put("attempt", ack.getAttempt());
    fields.put("checkpoint", ack.getCheckpointId());
    fields.put("task", ack.getTask());
    fields.put("term", term);
    return fields;
  }
}
