package io.cairn.agent.runtime;

import java.io.IOException;

/**
 * Hears what the tasks of an attempt do. Except for {@link #failed}, each method is called on the
 * thread of the task, which goes on when it returns; several tasks call at the same time. What a
 * method throws fails the task.
 */
public interface TaskListener {

  /** The task is restored, all its channels are connected and it processes. */
  void running(int task);

  /** A source task has emitted its last record: by itself, or because the job drains. Once. */
  void endOfInput(int task);

  /** A source task is at the barrier of a checkpoint. Its snapshot follows. */
  void barrierTaken(int task, long checkpointId);

  /**
   * A snapshot is durable on this machine; the barrier has been passed on already.
   *
   * @throws IOException if it cannot be recorded; the task then declines the checkpoint
   */
  void snapshot(int task, TaskSnapshot snapshot) throws IOException;

  /**
   * A task could not take its part of a checkpoint; it goes on, and the barrier has been passed on.
   *
   * @param reason for people, in one line
   */
  void declined(int task, long checkpointId, String reason);

  /**
   * A sink task has committed every transaction that was prepared for checkpoints up to this one.
   */
  void committed(int task, long checkpointId);

  /**
   * The attempt cannot go on: called once, for the first failure, on any thread. Must not wait for
   * the attempt to stop on this thread.
   */
  void failed(TaskFailure failure);
}
