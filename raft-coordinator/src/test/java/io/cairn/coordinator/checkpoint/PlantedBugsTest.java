package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A checker that never fails proves nothing: each planted bug must be caught within a few seeds.
 */
class PlantedBugsTest {
  private static final int SEEDS = 10;
  private static final int EVENTS = 2_000;

  private static void assertCaught(Apply broken, String expected) {
    AssertionError caught =
        assertThrows(
            AssertionError.class,
            () -> {
              for (long seed = 1; seed <= SEEDS; seed++) {
                Walk.run(broken, seed, EVENTS, new TransitionLog());
              }
            });
    assertTrue(
        caught.getMessage().contains(expected), "caught by another check: " + caught.getMessage());
  }

  private static Step changed(Step step, ClusterState next) {
    return new Step(next, step.outcomes());
  }

  @Test
  void aStrangersAckThatCountsIsCaught() {
    assertCaught(
        (state, batch) -> {
          if (batch.events().get(0) instanceof Event.CheckpointComplete ack) {
            JobState job = state.job(ack.job());
            if (job != null) {
              Event forged =
                  new Event.CheckpointComplete(
                      ack.job(),
                      job.attemptNumber(),
                      ack.task(),
                      ack.checkpoint(),
                      ack.handle(),
                      ack.stats());
              return StateMachine.apply(
                  state, new Batch(batch.elapsedMillis(), batch.wallMillis(), List.of(forged)));
            }
          }
          return StateMachine.apply(state, batch);
        },
        "a stranger's ack");
  }

  @Test
  void aCheckpointIdUsedAgainIsCaught() {
    assertCaught(
        (state, batch) -> {
          ClusterState shrunk = state;
          if (batch.events().get(0) instanceof Event.CheckpointRequest request) {
            JobState job = state.job(request.job());
            if (job != null
                && job.unfinished().isEmpty()
                && job.counters().lastCheckpoint().value() > 3) {
              CheckpointId back = new CheckpointId(job.counters().lastCheckpoint().value() - 2);
              shrunk = state.with(job.withCounters(job.counters().withLastCheckpoint(back)));
            }
          }
          Step step = StateMachine.apply(shrunk, batch);
          return step.outcomes().get(0).isAccepted() ? step : StateMachine.apply(state, batch);
        },
        "ran backwards");
  }

  @Test
  void aDroppedAckIsCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          if (batch.events().get(0) instanceof Event.SinkCommitted commit) {
            JobState job = step.next().job(commit.job());
            for (CheckpointState open :
                job == null ? List.<CheckpointState>of() : job.unfinished()) {
              if (open.acks() > 0) {
                CheckpointState without =
                    open.withoutRows()
                        .withProgress(
                            open.status(),
                            open.tally(),
                            new TaskProgress(
                                0, SnapshotPhase.STARTED, false, null, SnapshotStats.NONE),
                            open.segments());
                return changed(step, step.next().with(job.with(without)));
              }
            }
          }
          return step;
        },
        "");
  }

  @Test
  void aDecisionWithoutEveryAckIsCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          if (batch.events().get(0) instanceof Event.CheckpointComplete ack
              && step.outcomes().get(0).isAccepted()) {
            JobState job = step.next().job(ack.job());
            CheckpointState open = job == null ? null : job.checkpoint(ack.checkpoint());
            if (job != null && open != null && open.status() == CheckpointStatus.EXECUTING) {
              return changed(
                  step, step.next().with(job.with(open.withStatus(CheckpointStatus.COMMITTING))));
            }
          }
          return step;
        },
        "COMMITTING without every ack");
  }

  @Test
  void aSegmentCondemnedTooEarlyIsCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          if (batch.events().get(0) instanceof Event.MetadataDurable durable) {
            JobState job = step.next().job(durable.job());
            if (job != null && !job.files().holders().isEmpty()) {
              SegmentPath live = job.files().holders().firstKey();
              SegmentSet doomed = job.files().condemned().plus(live);
              return changed(
                  step, step.next().with(job.withFiles(job.files().withCondemned(doomed))));
            }
          }
          return step;
        },
        "");
  }

  @Test
  void aPardonedSegmentIsCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          if (batch.events().get(0) instanceof Event.CheckpointRequest request) {
            JobState job = step.next().job(request.job());
            if (job != null && job.files().condemned().size() > 0) {
              return changed(
                  step,
                  step.next().with(job.withFiles(job.files().withCondemned(SegmentSet.EMPTY))));
            }
          }
          return step;
        },
        "");
  }

  @Test
  void aForgottenHashIsCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          ClusterState next = step.next();
          return batch.events().get(0) instanceof Event.AgentLost
              ? changed(
                  step,
                  next.withJobs(new HashedMap<>(next.jobs().entries(), next.jobs().sum() + 1)))
              : step;
        },
        "");
  }
}
