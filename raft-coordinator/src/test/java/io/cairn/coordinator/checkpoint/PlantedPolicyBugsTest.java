package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** As {@link PlantedBugsTest}, for the rules about policies and settings. */
class PlantedPolicyBugsTest {
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

  /** Replaces the state that an event leads to. */
  private static Apply after(BiFunction<Event, Step, @Nullable ClusterState> change) {
    return (state, batch) -> {
      Step step = StateMachine.apply(state, batch);
      ClusterState next = change.apply(batch.events().get(0), step);
      return next == null ? step : new Step(next, step.outcomes());
    };
  }

  @Test
  void failuresThatACompletionDoesNotResetAreCaught() {
    assertCaught(
        (state, batch) -> {
          Step step = StateMachine.apply(state, batch);
          if (batch.events().get(0) instanceof Event.MetadataDurable durable) {
            JobState old = state.job(durable.job());
            JobState job = step.next().job(durable.job());
            if (old != null && old.attempt() != null && job != null && job.attempt() != null) {
              int failures = old.attempt().checkpointFailures();
              AttemptState attempt = job.attempt().withCheckpointFailures(failures);
              return new Step(step.next().with(job.withAttempt(attempt)), step.outcomes());
            }
          }
          return step;
        },
        "failures are miscounted");
  }

  @Test
  void aPauseThatIsIgnoredIsCaught() {
    assertCaught(
        (state, batch) -> {
          if (batch.events().get(0) instanceof Event.CheckpointRequest request) {
            JobState job = state.job(request.job());
            if (job != null && job.schedule().paused()) {
              CheckpointSchedule paused = job.schedule();
              CheckpointSchedule on =
                  new CheckpointSchedule(paused.policy(), false, paused.notBeforeElapsedMillis());
              Step step = StateMachine.apply(state.with(job.withSchedule(on)), batch);
              JobState next = Ending.job(step.next(), job.id());
              return new Step(step.next().with(next.withSchedule(paused)), step.outcomes());
            }
          }
          return StateMachine.apply(state, batch);
        },
        "a periodic checkpoint of a paused job");
  }

  @Test
  void anAttemptThatOutlivesTooManyFailuresIsCaught() {
    assertCaught(
        (state, batch) -> {
          if (batch.events().get(0) instanceof Event.AbortCheckpoint abort) {
            JobState job = state.job(abort.job());
            if (job != null && job.policy().tolerableFailures() >= 0) {
              CheckpointSchedule strict = job.schedule();
              CheckpointSchedule lax = strict.with(Map.of(Setting.TOLERABLE_FAILURES, 1_000L));
              Step step = StateMachine.apply(state.with(job.withSchedule(lax)), batch);
              JobState next = Ending.job(step.next(), job.id());
              return new Step(step.next().with(next.withSchedule(strict)), step.outcomes());
            }
          }
          return StateMachine.apply(state, batch);
        },
        "an attempt outlived more failures");
  }

  /** A replica that begins with a snapshot without them, and its hash, would not know. */
  @Test
  void changesOfSettingsLostInTheSnapshotAreCaught() {
    assertCaught(
        after(
            (event, step) ->
                event instanceof Event.FilesDeleted
                    ? step.next().withSettings(SettingsHistory.EMPTY)
                    : null),
        "changes are misnumbered");
  }

  @Test
  void aChangedSettingLostInTheSnapshotIsCaught() {
    assertCaught(
        after(
            (event, step) -> {
              JobState job =
                  event instanceof Event.FilesDeleted deleted
                      ? step.next().job(deleted.job())
                      : null;
              return job == null
                  ? null
                  : step.next().with(job.withSchedule(CheckpointSchedule.of(job.spec().policy())));
            }),
        "settings changed without a person");
  }
}
