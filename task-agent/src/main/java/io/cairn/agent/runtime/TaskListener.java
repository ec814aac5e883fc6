package io.cairn.agent.runtime;

import java.io.IOException;

/**
 * Hears what the tasks of an attempt do. {@link #snapshot} and {@link #declined} are called on the
 * threads of the local stage, never after the task has stopped; {@link #failed} on any; the others
 * on the thread of the task, which goes on when they return. Several tasks call at the same time.
 * What a method throws fails the task.
 */
public interface TaskListener {

  /** The task is restored, all its channels are connected and it processes. */
  void running(int task);

  /** A source task has emitted its last record: by itself, or because the job drains. Once. */
  void endOfInput(int task);

  /** A source task is at the barrier of a checkpoint. Its snapshot follows. */
  void barrierTaken(int task, long checkpointId);

  /**
   * A snapshot is durable on this machine. The task has gone on since its barrier.
   *
   * @throws IOException if it cannot be recorded; the task then declines the checkpoint
   */
  void snapshot(int task, TaskSnapshot snapshot) throws IOException;

  /**
   * A task could not take its part of a checkpoint; it goes on, and passes the barrier on. Perhaps
   * on the thread of the task.
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
