package io.cairn.simulation;

import java.util.HashMap;
import java.util.Map;

/** Where each task stood at each of its snapshots: whoever restores one begins exactly there. */
final class Cuts {
  private final Map<String, Position> taken = new HashMap<>();

  private static String key(long job, long checkpoint, int task) {
    return job + "/" + checkpoint + "/" + task;
  }

  void taken(long job, long checkpoint, int task, Position position) {
    taken.put(key(job, checkpoint, task), position);
  }

  /** Null when the task took none for this checkpoint. */
  Position at(long job, long checkpoint, int task) {
    return taken.get(key(job, checkpoint, task));
  }

  /** A task begins from what a checkpoint of that job has of it. */
  void restored(long fromJob, long checkpoint, int task, Position position) {
    Position then = at(fromJob, checkpoint, task);
    Violation.unless(
        position.equals(then),
        "task %d begins at %s; in checkpoint %d of job %d it stood at %s",
        task,
        position,
        checkpoint,
        fromJob,
        then);
  }
}
