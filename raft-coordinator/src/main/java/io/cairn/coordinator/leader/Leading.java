package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.replication.Term;
import io.cairn.process.logging.LogFields;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leadership: its memory, and the actions it has begun. Owned by the leader's thread; what ends
 * elsewhere is posted to it, and ignored when this leadership is over.
 */
final class Leading implements Action.Cases<CompletableFuture<List<Outcome>>> {
  private static final Logger log = LoggerFactory.getLogger(Leading.class);
  private static final long HOUSEKEEPING_MILLIS = 10_000;

  private final Term term;
  private final ReplicatedState replicated;
  private final StoreWork work;
  private final AgentWatchPost watch;
  private final LeadershipTransfers transfers;
  private final Mailbox mailbox;
  private LeaderMemory memory = LeaderMemory.EMPTY;
  private ClusterState planned = ClusterState.empty();
  private long lastHousekeepingMillis;
  private volatile boolean stopped;

  Leading(
      Term term,
      ReplicatedState replicated,
      StoreWork work,
      AgentWatchPost watch,
      LeadershipTransfers transfers,
      Mailbox mailbox) {
    this.term = term;
    this.replicated = replicated;
    this.work = work;
    this.watch = watch;
    this.transfers = transfers;
    this.mailbox = mailbox;
  }

  Term term() {
    return term;
  }

  /** This leadership is over. */
  void stop() {
    stopped = true;
  }

  /** Begins what should be going on; how long to wait at most before the next step, in millis. */
  long step(LeaderDesk.Latest latest) {
    keepHouse(latest.state());
    LeaderView view = watch.look(latest, transfers.mayTry());
    Plan plan = Reconciler.plan(view, memory);
    planned = view.state();
    for (Action action : plan.actions()) {
      begin(action);
    }
    return plan.wakeInMillis();
  }

  private void begin(Action action) {
    memory = memory.begun(action.key());
    var unused =
        action
            .match(this)
            .whenComplete((outcomes, error) -> mailbox.post(() -> ended(action, outcomes, error)));
  }

  private void ended(Action action, @Nullable List<Outcome> outcomes, @Nullable Throwable thrown) {
    if (stopped) {
      return;
    }
    ActionKey key = action.key();
    String trouble = thrown == null ? refusal(outcomes) : describe(thrown);
    if (!trouble.isEmpty()) {
      key.about(log.atWarn().addKeyValue(LogFields.TERM, term.value()))
          .log("{} of {} failed, to be tried again: {}", key.kind(), key.subject(), trouble);
      memory = memory.failed(key, watch.nowMillis(), trouble);
      return;
    }
    memory = memory.succeeded(key);
    if (action instanceof Action.Publish publish) {
      memory = memory.publishedToo(publish.job(), publish.checkpoint());
    }
  }

  private static String refusal(@Nullable List<Outcome> outcomes) {
    for (Outcome outcome : outcomes == null ? List.<Outcome>of() : outcomes) {
      if (outcome instanceof Outcome.Ignored ignored) {
        return ignored.reason();
      } else if (outcome instanceof Outcome.Rejected rejected) {
        return rejected.reason();
      }
    }
    return "";
  }

  private static String describe(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    return String.valueOf(cause == null ? thrown : cause);
  }

  private void keepHouse(ClusterState state) {
    long now = watch.nowMillis();
    if (now - lastHousekeepingMillis >= HOUSEKEEPING_MILLIS) {
      lastHousekeepingMillis = now;
      memory =
          memory
              .withoutOldFailures(now)
              .keepPublished(
                  (jobId, id) -> {
                    JobState job = state.job(jobId);
                    var checkpoint = job == null ? null : job.checkpoint(id);
                    return checkpoint != null && checkpoint.status() == CheckpointStatus.COMPLETED;
                  });
    }
  }

  private boolean leads() {
    return !stopped;
  }

  private CompletableFuture<List<Outcome>> propose(Event event) {
    return replicated.propose(term, List.of(event));
  }

  @Override
  public CompletableFuture<List<Outcome>> propose(Action.Propose action) {
    return propose(action.event());
  }

  @Override
  public CompletableFuture<List<Outcome>> tick(Action.Tick action) {
    return replicated.propose(term, List.of());
  }

  @Override
  public CompletableFuture<List<Outcome>> writePending(Action.WritePending action) {
    return work.writePending(planned, action.job(), action.checkpoint(), this::leads)
        .thenCompose(
            stamp ->
                propose(
                    new Event.MetadataDurable(
                        action.job(), action.checkpoint(), stamp.length(), stamp.crc32c())));
  }

  @Override
  public CompletableFuture<List<Outcome>> publish(Action.Publish action) {
    return work.publish(planned, action.job(), action.checkpoint(), this::leads)
        .thenApply(done -> List.of());
  }

  @Override
  public CompletableFuture<List<Outcome>> delete(Action.Delete action) {
    return work.delete(planned, action)
        .thenCompose(
            done ->
                propose(
                    new Event.FilesDeleted(action.job(), action.segments(), action.checkpoints())));
  }

  @Override
  public CompletableFuture<List<Outcome>> handOver(Action.HandOver action) {
    log.atWarn()
        .addKeyValue(LogFields.TERM, term.value())
        .log("term {}: fewer than half of the agents are heard; leadership is handed over", term);
    if (transfers.handOver()) {
      return CompletableFuture.completedFuture(List.of());
    }
    return CompletableFuture.failedFuture(
        new IllegalStateException("no other coordinator can take over"));
  }
}
