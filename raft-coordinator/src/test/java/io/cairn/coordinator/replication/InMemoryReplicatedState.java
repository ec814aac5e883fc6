package io.cairn.coordinator.replication;

import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.checkpoint.StateMachine;
import io.cairn.coordinator.checkpoint.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A single replica without a log, for tests. Leadership is taken and given by the test; time is
 * virtual and moves by {@link #advance}. By default a proposal is applied at once, on the caller's
 * thread; after {@link #holdProposals} it waits for {@link #step}.
 */
public final class InMemoryReplicatedState implements ReplicatedState {
  private static final String ID = "c1";
  private static final long WALL_ORIGIN_MILLIS = 1_000_000_000_000L;

  private final List<AppliedListener> appliedListeners = new ArrayList<>();
  private final List<LeadershipListener> leadershipListeners = new ArrayList<>();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private ClusterState state = ClusterState.empty();
  private long index;
  private int transfersAsked;
  private Term term = new Term(1);
  private Optional<String> other = Optional.empty();
  private boolean leading;
  private boolean held;
  private boolean applying;
  private long sinceLastBatchMillis;
  private long wallMillis = WALL_ORIGIN_MILLIS;

  /** Starts empty and following. */
  public InMemoryReplicatedState() {}

  private record Pending(Term term, List<Event> events, CompletableFuture<List<Outcome>> answer) {}

  /** Begins to lead in the next term: applies a tick and tells the listeners. */
  public synchronized Term takeLeadership() {
    if (leading) {
      loseLeadership();
    }
    term = term.next();
    leading = true;
    sinceLastBatchMillis = 0;
    applyNow(new Pending(term, List.of(), new CompletableFuture<>()));
    leadershipListeners.forEach(listener -> listener.onLeaderReady(term));
    return term;
  }

  /** Ceases to lead: what waits fails with {@link OutcomeUnknownException} and is dropped. */
  public synchronized void loseLeadership() {
    if (!leading) {
      return;
    }
    leading = false;
    Term lost = term;
    List<Pending> dropped = List.copyOf(pending);
    pending.clear();
    dropped.forEach(p -> p.answer.completeExceptionally(new OutcomeUnknownException("lost")));
    leadershipListeners.forEach(listener -> listener.onLeaderLost(lost));
  }

  /** Another member leads, as far as this one knows. */
  public synchronized void follow(String leader) {
    loseLeadership();
    other = Optional.of(leader);
  }

  /** From now on proposals wait for {@link #step}. */
  public synchronized void holdProposals() {
    held = true;
  }

  /** Applies what waits, and from now on at once. */
  public synchronized void releaseProposals() {
    held = false;
    drain();
  }

  /** Applies the oldest waiting proposal; false when none waits. */
  public synchronized boolean step() {
    Pending next = pending.poll();
    if (next == null) {
      return false;
    }
    applyNow(next);
    return true;
  }

  /** How many proposals wait. */
  public synchronized int waiting() {
    return pending.size();
  }

  /** Lets virtual time pass: the next batch carries it. */
  public synchronized void advance(Duration duration) {
    sinceLastBatchMillis += duration.toMillis();
    wallMillis += duration.toMillis();
  }

  /** Applies events whoever leads, as if another leader had proposed them. */
  public synchronized List<Outcome> applyAsOther(List<Event> events) {
    CompletableFuture<List<Outcome>> answer = new CompletableFuture<>();
    applyNow(new Pending(term, events, answer));
    return answer.join();
  }

  @Override
  public synchronized ClusterState state() {
    return state;
  }

  @Override
  public synchronized long appliedIndex() {
    return index;
  }

  @Override
  public synchronized Leadership leadership() {
    return leading
        ? new Leadership(Optional.of(term), Optional.of(ID), term.value())
        : new Leadership(Optional.empty(), other, term.value());
  }

  @Override
  public synchronized CompletableFuture<List<Outcome>> propose(Term asked, List<Event> events) {
    if (!leading || !asked.equals(term)) {
      return CompletableFuture.failedFuture(
          new NotLeaderException("term is " + term + ", not " + asked, Optional.empty()));
    }
    Pending proposal = new Pending(asked, List.copyOf(events), new CompletableFuture<>());
    pending.add(proposal);
    if (!held) {
      drain();
    }
    return proposal.answer;
  }

  @Override
  public synchronized CompletableFuture<ClusterState> readLinearizable() {
    return CompletableFuture.completedFuture(state);
  }

  @Override
  public synchronized boolean transferLeadership() {
    transfersAsked++;
    return leading;
  }

  /** How often leadership was to be given away. */
  public synchronized int transfersAsked() {
    return transfersAsked;
  }

  @Override
  public synchronized void subscribe(AppliedListener listener) {
    appliedListeners.add(listener);
  }

  @Override
  public synchronized void subscribe(LeadershipListener listener) {
    leadershipListeners.add(listener);
    if (leading) {
      listener.onLeaderReady(term);
    }
  }

  @Override
  public synchronized void close() {
    loseLeadership();
  }

  private void drain() {
    if (applying) {
      return; // a listener proposed: the loop below it will come to that
    }
    applying = true;
    try {
      for (Pending next = pending.poll(); next != null; next = pending.poll()) {
        applyNow(next);
      }
    } finally {
      applying = false;
    }
  }

  private void applyNow(Pending proposal) {
    Batch batch = new Batch(sinceLastBatchMillis, wallMillis, proposal.events);
    sinceLastBatchMillis = 0;
    ClusterState before = state;
    Step step = StateMachine.apply(before, batch);
    state = step.next();
    index++;
    AppliedListener.Applied applied =
        new AppliedListener.Applied(index, proposal.term, before, state, batch, step.outcomes());
    appliedListeners.forEach(listener -> listener.onApplied(applied));
    proposal.answer.complete(step.outcomes());
  }
}
