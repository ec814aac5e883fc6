package io.cairn.agent.runtime;

import java.util.Collection;

/**
 * What an attempt's tasks are told from outside. Levels: each may be said again at any time. Any
 * thread; never waits.
 */
public interface AttemptControl {
  /**
   * What a coordinator says of the checkpoints of this attempt: every id up to {@code settledUpTo}
   * is over, and of the higher ones that it knows, just {@code running} go on. Tasks give up what
   * waits for a checkpoint that is over.
   */
  void settled(long settledUpTo, Collection<Long> running);

  /** Source tasks take the barrier of this checkpoint, unless they have or it is over. */
  void trigger(Barrier barrier);

  /** A coordinator says that this checkpoint is COMPLETED: sinks commit. */
  void completed(long checkpointId);

  /** Source tasks stop emitting and report the end of their input. */
  void drain();
}
