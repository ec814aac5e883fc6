package io.cairn.coordinator.metrics;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.Leadership;
import io.cairn.coordinator.replication.LeadershipListener;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A replica whose proposals and reads are timed, from the call to the answer. The time is taken on
 * the threads that answer, not on the one that applies. Thread rules as those of the replica.
 */
public final class TimedProposals implements ReplicatedState {
  /** From what a commit takes when the disk is fast to what only an election takes. */
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final ReplicatedState replica;
  private final Timer commit;
  private final Timer read;
  private final Timer failed;

  /** Times what is asked of the replica through this. */
  public TimedProposals(ReplicatedState replica, MeterRegistry registry) {
    this.replica = replica;
    this.commit =
        Timer.builder("cairn.raft.commit")
            .description("From a proposal on this leader to its outcome, which is applied here")
            .serviceLevelObjectives(BOUNDS)
            .register(registry);
    this.read =
        Timer.builder("cairn.raft.read")
            .description("Linearizable reads of this replica")
            .serviceLevelObjectives(BOUNDS)
            .register(registry);
    this.failed =
        Timer.builder("cairn.raft.unanswered")
            .description("Proposals and reads that ended without an outcome")
            .register(registry);
  }

  @Override
  public ClusterState state() {
    return replica.state();
  }

  @Override
  public long appliedIndex() {
    return replica.appliedIndex();
  }

  @Override
  public Leadership leadership() {
    return replica.leadership();
  }

  @Override
  public CompletableFuture<List<Outcome>> propose(Term term, List<Event> events) {
    return timed(commit, replica.propose(term, events));
  }

  @Override
  public CompletableFuture<ClusterState> readLinearizable() {
    return timed(read, replica.readLinearizable());
  }

  private <T> CompletableFuture<T> timed(Timer timer, CompletableFuture<T> answer) {
    long begun = System.nanoTime();
    return answer.whenComplete(
        (outcome, failure) ->
            (failure == null ? timer : failed)
                .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS));
  }

  @Override
  public boolean transferLeadership() {
    return replica.transferLeadership();
  }

  @Override
  public void subscribe(AppliedListener listener) {
    replica.subscribe(listener);
  }

  @Override
  public void subscribe(LeadershipListener listener) {
    replica.subscribe(listener);
  }

  @Override
  public void close() {
    replica.close();
  }
}
