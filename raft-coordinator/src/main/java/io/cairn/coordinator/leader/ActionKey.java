package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;

/**
 * What an action is about. At most one action of a key is under way, and failures are counted by
 * it.
 *
 * @param kind what is done
 * @param subject to what: a job, a checkpoint of a job, an agent; as text
 */
public record ActionKey(Kind kind, String subject) {
  /** What the leader can do. */
  public enum Kind {
    REQUEST,
    ABORT,
    START,
    DECLARE_LOST,
    WRITE_PENDING,
    PUBLISH,
    DELETE,
    TICK,
    HAND_OVER
  }

  static ActionKey of(Kind kind) {
    return new ActionKey(kind, "");
  }

  static ActionKey of(Kind kind, JobId job) {
    return new ActionKey(kind, job.toString());
  }

  static ActionKey of(Kind kind, JobId job, CheckpointId checkpoint) {
    return new ActionKey(kind, job + "/" + checkpoint);
  }

  static ActionKey of(Kind kind, AgentId agent) {
    return new ActionKey(kind, agent.value());
  }
}
