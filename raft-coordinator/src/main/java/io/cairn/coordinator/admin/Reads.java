package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.ReplicatedState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What is read. Any thread; a view is made on the thread that completes the read. */
final class Reads {
  private static final int DEFAULT_ROWS = 20;

  private final ReplicatedState replica;
  private final CurrentMembership membership;
  private final LiveProgress live;
  private final Executor readers;

  /** Makes answers on the executor: whoever answers futures of the log has other work. */
  Reads(
      ReplicatedState replica, CurrentMembership membership, LiveProgress live, Executor readers) {
    this.replica = replica;
    this.membership = membership;
    this.live = live;
    this.readers = readers;
  }

  CompletableFuture<Reply> cluster(Call call) {
    return read(call, upToDate -> clusterView());
  }

  CompletableFuture<Reply> agents(Call call) {
    return read(call, state -> Map.of("agents", ClusterView.agents(state)));
  }

  CompletableFuture<Reply> leaders(Call call) {
    int limit = limit(call);
    return read(call, state -> LeadersView.of(state, limit));
  }

  CompletableFuture<Reply> jobs(Call call) {
    return read(call, JobView.JobListView::of);
  }

  CompletableFuture<Reply> job(Call call) {
    return read(call, state -> JobView.detailed(state, JobLookup.find(state, call.segment(1))));
  }

  CompletableFuture<Reply> settings(Call call) {
    int limit = limit(call);
    return read(
        call, state -> SettingsView.of(state, JobLookup.find(state, call.segment(1)), limit));
  }

  CompletableFuture<Reply> savepoints(Call call) {
    return read(
        call, state -> SavepointView.SavepointListView.of(JobLookup.find(state, call.segment(1))));
  }

  CompletableFuture<Reply> checkpoints(Call call) {
    int limit = limit(call);
    return read(
        call,
        state ->
            CheckpointView.CheckpointListView.of(
                state, JobLookup.find(state, call.segment(1)), live, limit));
  }

  private static int limit(Call call) {
    String text = call.query().getOrDefault("limit", Integer.toString(DEFAULT_ROWS));
    return (int) Math.min(Limits.MAX_ROWS, JobLookup.positive("limit", text));
  }

  CompletableFuture<Reply> checkpoint(Call call) {
    long id = JobLookup.positive("checkpoint", call.segment(3));
    return read(
        call,
        state -> {
          JobState job = JobLookup.find(state, call.segment(1));
          CheckpointState checkpoint = job.checkpoint(new CheckpointId(id));
          if (checkpoint == null) {
            throw ProblemException.of(
                404, "no-such-checkpoint", job.id() + " has no checkpoint " + id + " (any more)");
          }
          return CheckpointView.detailed(state, job, checkpoint, live);
        });
  }

  /** With the index that belongs to the state, so that replicas can be compared. */
  private ClusterView clusterView() {
    while (true) {
      long index = replica.appliedIndex();
      ClusterState state = replica.state();
      if (index == replica.appliedIndex()) {
        return ClusterView.of(state, index, replica.leadership(), membership);
      }
    }
  }

  private CompletableFuture<Reply> read(Call call, Function<ClusterState, Object> view) {
    CompletableFuture<ClusterState> state =
        call.wantsStale()
            ? CompletableFuture.completedFuture(replica.state())
            : replica.readLinearizable();
    return state
        .orTimeout(Limits.CONSENSUS.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(view.andThen(Reply::ok), readers);
  }
}
