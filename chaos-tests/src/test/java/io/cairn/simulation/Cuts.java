package io.cairn.simulation;

import java.util.HashMap;
import java.util.Map;

/** Where each task stood at each of its snapshots: whoever restores one begins exactly there. */
final class Cuts {
  private final Map<String, Position> taken = new HashMap<>();
  private final Map<String, Position> furthest = new HashMap<>();

  private static String key(long job, long checkpoint, String operator, int instance) {
    return job + "/" + checkpoint + "/" + operator + "/" + instance;
  }

  void taken(long job, long checkpoint, String operator, int instance, Position position) {
    taken.put(key(job, checkpoint, operator, instance), position);
  }

  /** A source of that attempt has got there. */
  void read(long job, long attempt, int source, Position position) {
    furthest.merge(key(job, attempt, "", source), position, Position::later);
  }

  /** After the barrier of a cut that an attempt ended with, nothing was read that is read again. */
  void mustBeTheEnd(long job, long attempt, int source, Position cut) {
    Position end = furthest.get(key(job, attempt, "", source));
    Violation.unless(
        cut.equals(end),
        "source %d of attempt %d went on to %s after the cut at %s with which the attempt ends",
        source,
        attempt,
        end,
        cut);
  }

  /** Null when the task took none for this checkpoint. */
  Position at(long job, long checkpoint, String operator, int instance) {
    return taken.get(key(job, checkpoint, operator, instance));
  }

  /** A task begins from what a checkpoint of that job has of it, or has its part of that. */
  void restored(long fromJob, long checkpoint, String operator, int instance, Position position) {
    Position then = at(fromJob, checkpoint, operator, instance);
    Violation.unless(
        position.equals(then),
        "%s %d begins at %s; in checkpoint %d of job %d it stood at %s",
        operator,
        instance,
        position,
        checkpoint,
        fromJob,
        then);
  }
}
