package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;

/** Bytes of uploads under way, which are the leader's memory and not in the state. */
@FunctionalInterface
public interface LiveBytes {
  /** No such memory: a follower. */
  LiveBytes NONE = (job, checkpoint, task) -> 0;

  /** Bytes that the task has uploaded so far for the checkpoint, 0 when unknown. Thread-safe. */
  long uploaded(JobId job, CheckpointId checkpoint, int task);
}
