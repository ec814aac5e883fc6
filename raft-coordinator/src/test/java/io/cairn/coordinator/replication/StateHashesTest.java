package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.StateMachine;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StateHashesTest {
  private final StateHashes hashes = new StateHashes();

  private static ClusterState stateAt(long index) {
    return StateMachine.apply(ClusterState.empty(), new Batch(index, 0, List.of())).next();
  }

  private void apply(long index) {
    Batch batch = new Batch(index, 0, List.of());
    hashes.onApplied(
        new AppliedListener.Applied(
            index, new Term(1), ClusterState.empty(), stateAt(index), batch, List.of()));
  }

  private static OptionalLong hashOf(long index) {
    return OptionalLong.of(stateAt(index).stateHash());
  }

  @Test
  void an_index_without_a_batch_has_the_hash_of_the_one_before() {
    assertTrue(hashes.at(5).isEmpty());
    apply(3);
    apply(7);
    assertEquals(hashOf(3), hashes.at(3));
    assertEquals(hashOf(3), hashes.at(6), "a change of the members has no batch");
    assertEquals(hashOf(7), hashes.at(9));
    assertTrue(hashes.at(2).isEmpty());
  }

  @Test
  void the_oldest_are_forgotten() {
    for (long index = 1; index <= StateHashes.CAPACITY + 10; index++) {
      apply(index);
    }
    assertTrue(hashes.at(10).isEmpty());
    assertEquals(hashOf(11), hashes.at(11));
    assertEquals(hashOf(StateHashes.CAPACITY), hashes.at(StateHashes.CAPACITY));
  }

  @Test
  void what_lies_before_a_snapshot_is_not_known() {
    apply(1);
    hashes.onReplaced(50, stateAt(50));
    assertTrue(hashes.at(49).isEmpty());
    assertEquals(hashOf(50), hashes.at(50));
  }
}
