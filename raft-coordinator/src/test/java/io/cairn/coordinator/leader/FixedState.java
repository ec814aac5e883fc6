package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A leader whose state is as it is: for what only reads. */
record FixedState(ClusterState state) implements ReplicatedState {
  @Override
  public long appliedIndex() {
    return 1;
  }

  @Override
  public Leadership leadership() {
    return new Leadership(Optional.of(new Term(1)), Optional.of("c1"), 1);
  }

  @Override
  public CompletableFuture<List<Outcome>> propose(Term term, List<Event> events) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("is fixed"));
  }

  @Override
  public CompletableFuture<ClusterState> readLinearizable() {
    return CompletableFuture.completedFuture(state);
  }

  @Override
  public boolean transferLeadership() {
    return false;
  }

  @Override
  public void subscribe(AppliedListener listener) {}

  @Override
  public void subscribe(LeadershipListener listener) {}

  @Override
  public void close() {}
}
