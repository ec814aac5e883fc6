package io.cairn.agent.runtime;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which checkpoints are going on, as a coordinator last told. Immutable.
 *
 * @param told the highest id that any coordinator has spoken of; what is above is simply not known
 *     here yet, as a barrier may be faster than the word of it
 * @param running the ids that go on
 */
record CheckpointView(long told, SortedSet<Long> running) {
  static final CheckpointView NOTHING = new CheckpointView(0, new TreeSet<>());

  CheckpointView {
    running = Collections.unmodifiableSortedSet(new TreeSet<>(running));
  }

  /** What holds after a coordinator says this. Ids that were told once stay told. */
  CheckpointView next(long settledUpTo, Collection<Long> nowRunning) {
    SortedSet<Long> running = new TreeSet<>(nowRunning);
    long highest = running.isEmpty() ? settledUpTo : Math.max(settledUpTo, running.last());
    return new CheckpointView(Math.max(told, highest), running);
  }

  /** Whether a checkpoint is over, so that no cut of it is needed any more. */
  boolean isOver(long checkpointId) {
    return checkpointId <= told && !running.contains(checkpointId);
  }
}
