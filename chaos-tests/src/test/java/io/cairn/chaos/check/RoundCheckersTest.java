package io.cairn.chaos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.chaos.nemesis.Blast;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rounds and stores that are right are accepted, and each kind of wrong one is found. */
class RoundCheckersTest {
  private static final long BOUND = 1_000;

  @Test
  void aCheckpointAbortedByACoordinatorFaultIsFound() {
    assertTrue(Undisturbed.judge(List.of(round(Blast.COORDINATORS, "COMPLETED", 1))).holds());

    Verdict wrong = Undisturbed.judge(List.of(round(Blast.COORDINATORS, "ABORTED TIMEOUT", 1)));
    assertEquals(1, wrong.violations().size());
    assertTrue(wrong.violations().get(0).contains("checkpoint 7 of bank, which had 3 of 8 acks"));
  }

  @Test
  void tasksRestartedByAFaultThatIsNotOfAgentsAreFound() {
    assertFalse(Undisturbed.judge(List.of(round(Blast.COORDINATORS, "COMPLETED", 2))).holds());
    assertFalse(Undisturbed.judge(List.of(round(Blast.STORE, "COMPLETED", 2))).holds());
    assertTrue(Undisturbed.judge(List.of(round(Blast.STORE, "ABORTED TIMEOUT", 1))).holds());
    assertTrue(Undisturbed.judge(List.of(round(Blast.AGENTS, "ABORTED TASK_LOST", 2))).holds());
  }

  @Test
  void aCheckpointThatBeganUnderAFaultOfCoordinatorsAndWasAbortedIsFound() {
    assertFalse(Undisturbed.judge(List.of(round(Blast.COORDINATORS, "COMPLETED", 1, 1))).holds());
    assertTrue(Undisturbed.judge(List.of(round(Blast.STORE, "COMPLETED", 1, 1))).holds());
  }

  @Test
  void eachFaultOfAMixIsCounted() {
    Round mixed =
        new Round(1, "a+b", Blast.AGENTS, "acks", "seen", 50, 100, 200, List.of(), List.of());
    assertEquals(Map.of("a", 1, "b", 1, "a+b", 1), FaultsHit.count(List.of("a+b"), List.of(mixed)));
  }

  @Test
  void aLateOrMissingRecoveryIsFound() {
    assertTrue(Liveness.judge(List.of(recovered(1_100)), BOUND).holds());
    assertFalse(Liveness.judge(List.of(recovered(1_101)), BOUND).holds());
    assertFalse(Liveness.judge(List.of(recovered(-1)), BOUND).holds());
  }

  @Test
  void aFaultThatWasNeverHitIsFound() {
    List<Round> rounds = List.of(recovered(200));
    assertTrue(FaultsHit.judge(List.of("kill-leader"), rounds).holds());
    assertEquals(
        Map.of("kill-leader", 1, "pause-leader", 0),
        FaultsHit.count(List.of("kill-leader", "pause-leader"), rounds));
    assertFalse(FaultsHit.judge(List.of("kill-leader", "pause-leader"), rounds).holds());
  }

  @Test
  void missingAndLeftOverFilesAreFound() {
    assertTrue(store(Set.of("a", "b"), Set.of("a", "b")).holds());
    assertTrue(store(Set.of("a", "b"), Set.of("a")).violations().get(0).contains("missing: [b]"));
    assertTrue(store(Set.of("a"), Set.of("a", "c")).violations().get(0).contains("left over: [c]"));
  }

  @Test
  void pendingMetadataIsLeftOverUnlessItsCheckpointIsPublished() {
    assertTrue(store(Set.of("1/_metadata"), Set.of("1/_metadata", "1/_metadata.pending")).holds());
    assertFalse(store(Set.of(), Set.of("1/_metadata.pending")).holds());
  }

  private static Verdict store(Set<String> needed, Set<String> present) {
    return StoreContents.judge(new StoreContents.Found(needed, present));
  }

  private static Round round(Blast blast, String outcome, long attemptAfter) {
    return round(blast, outcome, attemptAfter, 0);
  }

  private static Round round(Blast blast, String outcome, long attemptAfter, long aborted) {
    return new Round(
        1,
        "kill-leader",
        blast,
        "acks",
        "seen",
        50,
        100,
        200,
        List.of(new Round.Flight("bank", 1, 7, 3, 8, outcome)),
        List.of(new Round.Attempts("bank", 1, attemptAfter, aborted)));
  }

  private static Round recovered(long at) {
    return new Round(
        1, "kill-leader", Blast.COORDINATORS, "acks", "seen", 50, 100, at, List.of(), List.of());
  }
}
