package io.cairn.agent.snapshot;

import io.cairn.agent.runtime.TaskDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Where the tasks of one attempt keep their files: fresh for each attempt. Any thread. */
public final class AttemptDirectories implements TaskDirectories {

  private final Path root;
  private final LocalSnapshots local;
  private final long jobId;
  private final long attempt;

  /**
   * Names the directories of an attempt; makes none.
   *
   * @param work the agent's directory for running state
   */
  public AttemptDirectories(Path work, LocalSnapshots local, long jobId, long attempt) {
    this.root = work.resolve("job-" + jobId + "-a" + attempt);
    this.local = local;
    this.jobId = jobId;
    this.attempt = attempt;
  }

  /** Holds the state of all tasks of the attempt; worthless when the attempt is over. */
  public Path root() {
    return root;
  }

  @Override
  public Path state(int task) {
    return root.resolve("task-" + task);
  }

  @Override
  public Path snapshot(int task, long checkpointId) {
    try {
      return local.newDirectory(new SnapshotId(jobId, attempt, checkpointId, task));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no place for the snapshot of task " + task + ", checkpoint " + checkpointId, e);
    }
  }
}
