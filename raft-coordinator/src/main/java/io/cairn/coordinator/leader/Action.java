package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.SegmentPath;
import java.util.List;

/** One thing the leader should do. Each may be done twice, or by a leader that is no longer one. */
public sealed interface Action {
  /** What it is about. */
  ActionKey key();

  /** Puts an event into the log. */
  record Propose(ActionKey key, Event event) implements Action {}

  /** Lets the state's elapsed time move: an entry without events. */
  record Tick(ActionKey key) implements Action {}

  /** Writes the pending metadata of a COMMITTING checkpoint, then says so in the log. */
  record WritePending(ActionKey key, JobId job, CheckpointId checkpoint) implements Action {}

  /** Renames the pending metadata of a COMPLETED checkpoint. */
  record Publish(ActionKey key, JobId job, CheckpointId checkpoint) implements Action {}

  /** Deletes what the log has condemned: metadata first, then segments; then says so in the log. */
  record Delete(
      ActionKey key, JobId job, List<CheckpointId> checkpoints, List<SegmentPath> segments)
      implements Action {
    /** Copies the lists. */
    public Delete {
      checkpoints = List.copyOf(checkpoints);
      segments = List.copyOf(segments);
    }
  }

  /** Gives leadership to another coordinator, which may hear the agents that this one does not. */
  record HandOver(ActionKey key) implements Action {}

  /** Handles each case. */
  default <R> R match(Cases<R> cases) {
    if (this instanceof Propose propose) {
      return cases.propose(propose);
    } else if (this instanceof Tick tick) {
      return cases.tick(tick);
    } else if (this instanceof WritePending pending) {
      return cases.writePending(pending);
    } else if (this instanceof Publish publish) {
      return cases.publish(publish);
    } else if (this instanceof Delete delete) {
      return cases.delete(delete);
    }
    return cases.handOver((HandOver) this);
  }

  /**
   * One method per case: forgetting one does not compile.
   *
   * @param <R> result
   */
  interface Cases<R> {
    /** See {@link Propose}. */
    R propose(Propose action);

    /** See {@link Tick}. */
    R tick(Tick action);

    /** See {@link WritePending}. */
    R writePending(WritePending action);

    /** See {@link Publish}. */
    R publish(Publish action);

    /** See {@link Delete}. */
    R delete(Delete action);

    /** See {@link HandOver}. */
    R handOver(HandOver action);
  }
}
