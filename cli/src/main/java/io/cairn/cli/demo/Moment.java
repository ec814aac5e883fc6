package io.cairn.cli.demo;

import java.util.Optional;
import java.util.Random;

/**
 * When to kill: in the middle of a checkpoint, that is when at least some acks are confirmed and at
 * least one is not even applied.
 *
 * @param afterCompleted so many checkpoints are completed before
 * @param acks so many acks are confirmed, at least 1
 */
record Moment(long afterCompleted, int acks) {
  /** Checkpoints over which the exact number of acks is waited for. */
  private static final int PATIENCE = 2;

  /** A moment for a job with so many tasks; {@code from} the number of completed ones now. */
  static Moment choose(Random random, long from, int tasks) {
    return new Moment(from + 1 + random.nextInt(2), 1 + random.nextInt(Math.max(1, tasks - 1)));
  }

  /**
   * The checkpoint in the middle of which the run is, if this is the moment. Acks of an agent that
   * share a file are confirmed together, so that a chosen number may never be seen; then any will
   * do.
   */
  Optional<CheckpointFacts> in(RunFacts facts) {
    long completed = facts.completed();
    if (completed < afterCompleted || !facts.jobState().equals("RUNNING")) {
      return Optional.empty();
    }
    int wanted = completed < afterCompleted + PATIENCE ? acks : 1;
    return facts
        .running()
        .filter(c -> c.state().equals("EXECUTING"))
        .filter(c -> c.confirmed().size() >= wanted && c.acks() < c.tasks());
  }
}
