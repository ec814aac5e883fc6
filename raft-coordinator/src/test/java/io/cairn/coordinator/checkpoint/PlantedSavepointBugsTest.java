package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** As {@link PlantedBugsTest}, for the rules about savepoints. */
class PlantedSavepointBugsTest {
  private static final int SEEDS = 20;
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

  /** The change of a job, once a SAVEPOINT of it completes. */
  private interface Change {
    JobState of(JobState job, CheckpointState savepoint);
  }

  private static Apply whenCompleted(Change change) {
    return (state, batch) -> {
      Step step = StateMachine.apply(state, batch);
      if (batch.events().get(0) instanceof Event.MetadataDurable durable
          && step.outcomes().get(0).isAccepted()) {
        JobState job = Ending.job(step.next(), durable.job());
        CheckpointState done = job.checkpoint(durable.checkpoint());
        if (done != null && done.kind() == CheckpointKind.SAVEPOINT) {
          return new Step(step.next().with(change.of(job, done)), step.outcomes());
        }
      }
      return step;
    };
  }

  @Test
  void aSavepointOfARunningJobThatBecomesItsRestorePointIsCaught() {
    assertCaught(
        whenCompleted((job, savepoint) -> job.withNewestCompleted(savepoint.id())),
        "a savepoint of a running job is what it restores");
  }

  @Test
  void aSavepointThatForgivesFailedAttemptsIsCaught() {
    assertCaught(
        whenCompleted(
            (job, savepoint) ->
                job.withBudget(new RestartBudget(0, job.budget().notBeforeElapsedMillis() + 1))),
        "a savepoint is progress");
  }

  @Test
  void aSavepointThatRetentionTakesIsCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          if (batch.events().get(0) instanceof Event.MetadataDurable durable
              && step.outcomes().get(0).isAccepted()) {
            JobState job = Ending.job(step.next(), durable.job());
            for (CheckpointState kept : job.completed()) {
              if (kept.kind() == CheckpointKind.SAVEPOINT
                  && !kept.id().equals(durable.checkpoint())) {
                CheckpointState taken = kept.withStatus(CheckpointStatus.SUBSUMED);
                return new Step(
                    Ending.remember(step.next().with(job.with(taken)), job.id(), taken),
                    step.outcomes());
              }
            }
          }
          return step;
        },
        "a savepoint was given up without a person");
  }

  @Test
  void aSavepointThatGivesWayToACheckpointIsCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          if (batch.events().get(0) instanceof Event.MetadataDurable durable
              && step.outcomes().get(0).isAccepted()) {
            for (CheckpointState open : Ending.job(step.next(), durable.job()).unfinished()) {
              if (open.kind() == CheckpointKind.SAVEPOINT) {
                AbortCause cause = AbortCause.of(AbortReason.NEWER_COMPLETION, "");
                return new Step(
                    Ending.abort(step.next(), durable.job(), open.id(), cause), step.outcomes());
              }
            }
          }
          return step;
        },
        "a savepoint");
  }

  @Test
  void aSavepointDeletedWhileAJobRestoresFromItIsCaught() {
    assertCaught(
        (state, batch) -> {
          if (batch.events().get(0) instanceof Event.SavepointDeleted) {
            ClusterState blind = state;
            for (JobState job : state.jobs().values()) {
              blind = blind.with(job.withSavepoints(JobSavepoints.NONE));
            }
            Step step = StateMachine.apply(blind, batch);
            ClusterState seeing = step.next();
            for (JobState job : state.jobs().values()) {
              seeing = seeing.with(Ending.job(seeing, job.id()).withSavepoints(job.savepoints()));
            }
            return new Step(seeing, step.outcomes());
          }
          return StateMachine.apply(state, batch);
        },
        "restores from a cut that is gone");
  }

  /** A checkpoint that builds on a savepoint breaks when a person deletes that. */
  @Test
  void aSavepointAsABaseIsCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          if (batch.events().get(0) instanceof Event.CheckpointRequest request
              && step.outcomes().get(0).isAccepted()) {
            JobState job = Ending.job(state, request.job());
            CheckpointState made = Ending.job(step.next(), job.id()).checkpoint(made(step));
            for (CheckpointState kept : job.completed()) {
              if (made != null && !made.kind().isSavepoint() && kept.kind().isSavepoint()) {
                JobState next = Ending.job(step.next(), job.id()).with(based(made, kept.id()));
                return new Step(step.next().with(next), step.outcomes());
              }
            }
          }
          return step;
        },
        "base");
  }

  private static CheckpointId made(Step step) {
    return new CheckpointId(((Outcome.Accepted) step.outcomes().get(0)).id());
  }

  private static CheckpointState based(CheckpointState made, CheckpointId base) {
    return new CheckpointState(
        made.id(),
        made.kind(),
        made.attempt(),
        base,
        made.requestedElapsedMillis(),
        made.requestedWallMillis(),
        made.taskCount(),
        made.floors(),
        made.status(),
        made.endedElapsedMillis(),
        made.cause(),
        made.tally(),
        made.tasks(),
        made.segments(),
        made.metadata(),
        made.savepoint(),
        "");
  }
}
