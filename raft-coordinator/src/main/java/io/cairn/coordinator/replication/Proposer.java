package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.codec.LogCodec;
import io.cairn.process.FaultHandler;
import io.cairn.process.failpoint.Failpoint;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes log entries of proposals. What queues while entries are in flight shares the next one; an
 * idle log takes a single proposal at once.
 *
 * <p>{@link #run} is the loop of one thread, which alone appends, so that entries keep the order of
 * the queue. Everything else may be called by any thread; all state is guarded by one lock.
 */
final class Proposer implements Runnable {
  /** More entries in flight only add latency (measured: see docs). */
  static final int MAX_ENTRIES_IN_FLIGHT = 64;

  /**
   * The acks of one segment share most of their bytes: 2,048 of some 20 bytes are 40 KiB. What an
   * entry costs by itself is divided by so many.
   */
  static final int MAX_EVENTS_PER_ENTRY = 2_048;

  /**
   * About so many bytes share an entry: a quarter of what the others' Raft ports take in one piece.
   * A single proposal may be larger, as large as a frame of an agent.
   */
  static final long MAX_BYTES_PER_ENTRY = 4L << 20;

  /** Bytes in flight: 64 entries of 256 KiB, the size at which jraft splits what it sends. */
  static final long MAX_BYTES_IN_FLIGHT = 16L << 20;

  /** Events that wait: 32 full entries, a second or so of the slowest log. */
  static final int MAX_QUEUED_EVENTS = 65_536;

  private static final long BUSY_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final EntryLog log;
  private final Executor answers;
  private final FaultHandler faults;
  private final LongSupplier nanoClock;
  private final LongSupplier wallClock;
  private final ElapsedMeter meter;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Proposal> queue = new ArrayDeque<>();
  private int queuedEvents;
  private int entriesInFlight;
  private long bytesInFlight;
  private @Nullable Term leading;
  private boolean ready;
  private boolean stopped;
  private long busyUntilNanos;

  /**
   * Makes a proposer that leads in no term.
   *
   * @param answers where the futures of proposals are completed
   * @param nanoClock monotonic
   * @param wallClock milliseconds since 1970, for display
   */
  Proposer(
      EntryLog log,
      Executor answers,
      FaultHandler faults,
      LongSupplier nanoClock,
      LongSupplier wallClock) {
    this.log = log;
    this.answers = answers;
    this.faults = faults;
    this.nanoClock = nanoClock;
    this.wallClock = wallClock;
    this.meter = new ElapsedMeter(nanoClock);
    this.busyUntilNanos = nanoClock.getAsLong();
  }

  /** Leads from now on, but takes only the opening proposal until {@link #ready}. */
  void begin(Term term, List<Event> opening) {
    lock.lock();
    try {
      leading = term;
      ready = false;
      meter.restart();
      enqueue(Proposal.opening(opening));
    } finally {
      lock.unlock();
    }
  }

  /** The opening entry of the term is applied: takes proposals. False when it leads no more. */
  boolean ready(Term term) {
    lock.lock();
    try {
      if (!term.equals(leading)) {
        return false;
      }
      meter.restart();
      ready = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Leads no more: what is queued surely does not happen; jraft ends what is in flight. */
  void end() {
    List<Proposal> dropped;
    lock.lock();
    try {
      leading = null;
      ready = false;
      dropped = List.copyOf(queue);
      queue.clear();
      queuedEvents = 0;
    } finally {
      lock.unlock();
    }
    fail(dropped, new NotLeaderException("leadership was lost", Optional.empty()));
  }

  /** Ends the loop. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    end();
  }

  /** See {@link ReplicatedState#propose}. */
  CompletableFuture<List<Outcome>> propose(Term term, List<Event> events) {
    if (events.size() > Batch.MAX_EVENTS) {
      throw new IllegalArgumentException(
          events.size() + " events in one proposal; at most " + Batch.MAX_EVENTS);
    }
    Proposal proposal = Proposal.of(events);
    lock.lock();
    try {
      if (!ready || !term.equals(leading)) {
        return CompletableFuture.failedFuture(
            new NotLeaderException("not the leader of term " + term, Optional.empty()));
      }
      if (queuedEvents + weight(proposal) > MAX_QUEUED_EVENTS) {
        return CompletableFuture.failedFuture(
            new CommandRejectedException(queuedEvents + " events wait already"));
      }
      enqueue(proposal);
      return proposal.answer();
    } finally {
      lock.unlock();
    }
  }

  /** Appends until {@link #stop}. */
  @Override
  public void run() {
    try {
      while (awaitAndAppend()) {
        // once more
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) { // without this thread the replica would lead and do nothing
      faults.halt("the appender failed: " + broken, broken);
    }
  }

  /** Called once per entry, by the entry. */
  void onApplied(Entry entry, List<Outcome> outcomes) {
    release(entry);
    answers.execute(
        () -> {
          int from = 0;
          for (Proposal proposal : entry.proposals()) {
            int to = from + proposal.events().size();
            proposal.answer().complete(List.copyOf(outcomes.subList(from, to)));
            from = to;
          }
        });
  }

  /** Called once per entry, by the entry. */
  void onFailed(Entry entry, Status status) {
    release(entry);
    boolean busy = status.getRaftError() == RaftError.EBUSY;
    if (busy) {
      backOff(entry);
      if (entry.isOpening()) {
        return; // queued again, or the term is over
      }
    }
    String what = "term " + entry.term() + ": " + status.getErrorMsg();
    Exception why;
    if (busy) {
      why = new CommandRejectedException(what);
    } else if (refusedAtOnce(status)) {
      why = new NotLeaderException(what, Optional.empty());
    } else {
      why = new OutcomeUnknownException(what);
    }
    fail(entry.proposals(), why);
  }

  /**
   * Whether jraft refused the entry before it reached the log. Its codes do not tell that from a
   * lost leadership, its texts do; an unknown text is taken for the worse case.
   */
  private static boolean refusedAtOnce(Status status) {
    String text = String.valueOf(status.getErrorMsg());
    return status.getRaftError() == RaftError.EPERM
        && (text.startsWith("expected_term=") || text.equals("Is not leader."));
  }

  private void backOff(Entry entry) {
    lock.lock();
    try {
      if (entry.term().equals(leading)) {
        meter.giveBack(entry.elapsedMillis());
        busyUntilNanos = nanoClock.getAsLong() + BUSY_BACKOFF_NANOS;
        if (entry.isOpening()) {
          queue.addFirst(entry.proposals().get(0));
          queuedEvents += weight(entry.proposals().get(0));
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Appends one entry if that needs no waiting; whether it did. */
  boolean appendNow() {
    lock.lock();
    try {
      boolean busy = busyUntilNanos - nanoClock.getAsLong() > 0;
      if (stopped || leading == null || !isWorkThere() || busy) {
        return false;
      }
      append(leading);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitAndAppend() throws InterruptedException {
    lock.lock();
    try {
      Term term = awaitWork();
      if (term == null) {
        return false;
      }
      append(term);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void append(Term term) {
    List<Proposal> taken = takeProposals();
    List<Event> events = new ArrayList<>();
    taken.forEach(proposal -> events.addAll(proposal.events()));
    long elapsedMillis = meter.take();
    Batch batch = new Batch(elapsedMillis, wallClock.getAsLong(), events);
    byte[] bytes = LogCodec.encode(batch);
    Entry entry = new Entry(this, term, taken, batch, bytes.length);
    entriesInFlight++;
    bytesInFlight += bytes.length;
    Failpoint.BEFORE_APPEND.reachedIf(() -> CheckpointEntries.isOne(events));
    log.append(ByteBuffer.wrap(bytes), entry);
  }

  /** Waits for something to append and room for it; the term, or null when stopped. */
  private @Nullable Term awaitWork() throws InterruptedException {
    while (!stopped) {
      long busyNanos = busyUntilNanos - nanoClock.getAsLong();
      if (!isWorkThere()) {
        changed.await();
      } else if (busyNanos > 0) {
        changed.awaitNanos(busyNanos);
      } else if (leading != null) {
        return leading;
      } else {
        changed.await();
      }
    }
    return null;
  }

  /** Something to append, and room for it. */
  private boolean isWorkThere() {
    return !queue.isEmpty()
        && entriesInFlight < MAX_ENTRIES_IN_FLIGHT
        && bytesInFlight < MAX_BYTES_IN_FLIGHT;
  }

  private List<Proposal> takeProposals() {
    List<Proposal> taken = new ArrayList<>();
    int events = 0;
    long bytes = 0;
    for (Proposal head = queue.peek(); head != null; head = queue.peek()) {
      events += head.events().size();
      bytes += head.roughBytes();
      if (!taken.isEmpty() && (events > MAX_EVENTS_PER_ENTRY || bytes > MAX_BYTES_PER_ENTRY)) {
        break;
      }
      taken.add(queue.remove());
      queuedEvents -= weight(head);
    }
    return taken;
  }

  private void enqueue(Proposal proposal) {
    queue.add(proposal);
    queuedEvents += weight(proposal);
    changed.signalAll();
  }

  /** A tick weighs as much as an event, so that the queue is bounded. */
  private static int weight(Proposal proposal) {
    return Math.max(1, proposal.events().size());
  }

  private void release(Entry entry) {
    lock.lock();
    try {
      entriesInFlight--;
      bytesInFlight -= entry.bytes();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(List<Proposal> proposals, Exception why) {
    if (!proposals.isEmpty()) {
      answers.execute(
          () -> proposals.forEach(proposal -> proposal.answer().completeExceptionally(why)));
    }
  }
}
