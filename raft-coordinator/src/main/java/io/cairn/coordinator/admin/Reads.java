package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.ReplicatedState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is read. Any thread; a view is made on the thread that completes the read. */
final class Reads {
  private static final int DEFAULT_ROWS = 20;

  private final ReplicatedState replica;
  private final CurrentMembership membership;
  private final LiveProgress live;
  private final Executor readers;
  private final Renderings kept = new Renderings();

  /** Makes answers on the executor: whoever answers futures of the log has other work. */
  Reads(
      ReplicatedState replica, CurrentMembership membership, LiveProgress live, Executor readers) {
    this.replica = replica;
    this.membership = membership;
    this.live = live;
    this.readers = readers;
  }

  CompletableFuture<Reply> cluster(Call call) {
    return read(call, upToDate -> Reply.ok(clusterView()));
  }

  CompletableFuture<Reply> agents(Call call) {
    return read(call, state -> Reply.ok(Map.of("agents", agents(state))));
  }

  private Json agents(ClusterState state) {
    List<?> parts = ClusterView.partsOfAgents(state);
    return kept.of("agents", parts, () -> ClusterView.agents(state));
  }

  CompletableFuture<Reply> leaders(Call call) {
    int limit = limit(call);
    return read(call, state -> Reply.ok(LeadersView.of(state, limit)));
  }

  CompletableFuture<Reply> jobs(Call call) {
    return read(
        call,
        state ->
            Reply.ok(
                kept.of("jobs", JobView.partsOfAll(state), () -> JobView.JobListView.of(state))));
  }

  CompletableFuture<Reply> job(Call call) {
    return read(
        call,
        state -> {
          JobState job = JobLookup.find(state, call.segment(1));
          return Reply.ok(
              kept.of(
                  job.id().toString(),
                  JobView.partsOf(state, job),
                  () -> JobView.detailed(state, job, kept)));
        });
  }

  CompletableFuture<Reply> settings(Call call) {
    int limit = limit(call);
    return read(
        call,
        state -> Reply.ok(SettingsView.of(state, JobLookup.find(state, call.segment(1)), limit)));
  }

  CompletableFuture<Reply> savepoints(Call call) {
    return read(
        call,
        state ->
            Reply.ok(SavepointView.SavepointListView.of(JobLookup.find(state, call.segment(1)))));
  }

  CompletableFuture<Reply> checkpoints(Call call) {
    int limit = limit(call);
    return read(
        call,
        state -> {
          JobState job = JobLookup.find(state, call.segment(1));
          return checkpoints(state, job, limit);
        });
  }

  private Reply checkpoints(ClusterState state, JobState job, int limit) {
    Supplier<Object> view =
        () -> CheckpointView.CheckpointListView.of(state, job, live, kept, limit);
    return CheckpointView.CheckpointListView.isSettledList(job, limit)
        ? Reply.ok(kept.of(limit + " checkpoints of " + job.id(), List.of(job), view))
        : Reply.ok(view.get());
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
          return checkpoint(state, job, checkpoint);
        });
  }

  private Reply checkpoint(ClusterState state, JobState job, CheckpointState checkpoint) {
    Supplier<Object> view = () -> CheckpointView.detailed(state, job, checkpoint, live);
    return CheckpointView.isSettled(checkpoint)
        ? Reply.ok(
            kept.of(
                checkpoint.id() + " of " + job.id(), CheckpointView.partsOf(job, checkpoint), view))
        : Reply.ok(view.get());
  }

  /** With the index that belongs to the state, so that replicas can be compared. */
  private ClusterView clusterView() {
    while (true) {
      long index = replica.appliedIndex();
      ClusterState state = replica.state();
      if (index == replica.appliedIndex()) {
        return ClusterView.of(state, index, replica.leadership(), membership, agents(state));
      }
    }
  }

  private CompletableFuture<Reply> read(Call call, Function<ClusterState, Reply> view) {
    CompletableFuture<ClusterState> state =
        call.wantsStale()
            ? CompletableFuture.completedFuture(replica.state())
            : replica.readLinearizable();
    return state
        .orTimeout(Limits.CONSENSUS.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(view, readers);
  }
}
