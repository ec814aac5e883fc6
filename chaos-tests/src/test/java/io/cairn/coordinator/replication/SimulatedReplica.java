package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.codec.SnapshotCodec;
import io.cairn.process.FaultHandler;
import io.cairn.process.HostPort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * The shipped proposer, state machine adapter, leadership tracker and applied state, over a log
 * that the caller simulates. In the product's package, because these classes are not public.
 */
public final class SimulatedReplica implements ReplicatedState {
  private final AppliedState applied = new AppliedState();
  private final LeadershipTracker leadership = new LeadershipTracker();
  private final Proposer proposer;
  private final LogStateMachine machine;
  private final Log log;
  private final LinearizableReads reads;
  private final IdentityHashMap<Object, Term> wanted = new IdentityHashMap<>();

  /** What is to be done with an entry that was appended. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Appended(byte[] data, long term, Object closure) {
    /** The entry was not taken, or its fate is unknown. */
    public void failed(String why) {
      ((Closure) closure).run(new Status(RaftError.EPERM, "%s", why));
    }
  }

  /** The log, as a replica uses it. */
  public interface Log {
    /** Appends in that term or fails the entry. */
    void append(Appended entry);

    /** Asks another replica to lead. */
    boolean transfer();

    /** Something waits to be appended. */
    void proposed();

    /**
     * Tells {@code then} once, within so many milliseconds: "" when this replica has applied all
     * that the leader, confirmed by a majority, had committed; else why not.
     */
    void confirmRead(long withinMillis, Consumer<String> then);

    /** A proposal made for one term goes into the log in another. */
    void misfiled(long wantedTerm, long term);
  }

  /** The clocks of a process. */
  public record Clocks(LongSupplier nanos, LongSupplier wallMillis) {}

  /** Threads of a process: where futures are completed, and so many milliseconds later. */
  public record Threads(Executor answers, LongFunction<Executor> later) {}

  /** A state and its place in the log. */
  public record At(long index, ClusterState state) {}

  /** Makes a replica with an empty state. */
  public SimulatedReplica(
      Membership membership, Log log, Threads threads, FaultHandler faults, Clocks clocks) {
    this.log = log;
    this.proposer =
        new Proposer(this::append, threads.answers(), faults, clocks.nanos(), clocks.wallMillis());
    this.reads =
        new LinearizableReads(
            (within, then) -> log.confirmRead(within, why -> then.accept(status(why))),
            new LinearizableReads.Threads(threads.answers(), threads.later()),
            this::leadership,
            clocks.nanos());
    ReplicationSettings settings =
        new ReplicationSettings(
            membership, Path.of("nowhere"), true, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    this.machine =
        new LogStateMachine(
            settings, applied, leadership, proposer, new SnapshotFiles(Runnable::run), faults);
  }

  private static Status status(String trouble) {
    return trouble.isEmpty() ? Status.OK() : new Status(RaftError.ERAFTTIMEDOUT, "%s", trouble);
  }

  /** Longest time after which a read is answered or refused. */
  public static Duration readLimit() {
    return LinearizableReads.LIMIT;
  }

  private void append(ByteBuffer data, Entry entry) {
    for (Proposal proposal : entry.proposals()) {
      Term asked = wanted.get(proposal.answer());
      if (asked != null && !asked.equals(entry.term())) {
        log.misfiled(asked.value(), entry.term().value());
      }
    }
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    log.append(new Appended(bytes, entry.term().value(), entry));
  }

  /** The coordinators, as this replica knows them. */
  public CurrentMembership members() {
    return machine.members();
  }

  /** The shipped rule: why a change of voters is refused. */
  public static Optional<String> refusal(
      Collection<HostPort> voters,
      Collection<HostPort> alive,
      Optional<HostPort> removing,
      Optional<HostPort> adding) {
    return QuorumRule.refusal(voters, alive, removing, adding);
  }

  /** Appends one entry if there is something to append. */
  public boolean appendNow() {
    return proposer.appendNow();
  }

  /** Applies a committed entry; {@code closure} is that of {@link Appended}, or null. */
  public void apply(long index, long term, byte[] data, Object closure) {
    machine.onApply(new One(index, term, data, (Closure) closure));
  }

  /** This replica was elected. */
  public void leaderStart(long term) {
    machine.onLeaderStart(term);
  }

  /** This replica leads no longer. */
  public void leaderStop() {
    machine.onLeaderStop(new Status(RaftError.EPERM, "stepped down"));
  }

  /** This replica follows another. */
  public void following(HostPort leader, long term) {
    PeerId peer = JraftAddresses.peer(leader);
    machine.onStartFollowing(new LeaderChangeContext(peer, term, Status.OK()));
  }

  /** The state as a snapshot's bytes. */
  public byte[] snapshot() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      SnapshotCodec.write(applied.current().state(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Loads a snapshot's bytes. */
  public void install(long index, byte[] snapshot) {
    try {
      applied.replace(index, SnapshotCodec.read(new ByteArrayInputStream(snapshot)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ClusterState state() {
    return applied.current().state();
  }

  @Override
  public long appliedIndex() {
    return applied.current().index();
  }

  @Override
  public Leadership leadership() {
    return leadership.view();
  }

  @Override
  public CompletableFuture<List<Outcome>> propose(Term term, List<Event> events) {
    CompletableFuture<List<Outcome>> answer = proposer.propose(term, events);
    wanted.put(answer, term);
    log.proposed();
    return answer;
  }

  @Override
  public CompletableFuture<ClusterState> readLinearizable() {
    return readWithIndex().thenApply(At::state);
  }

  /** As {@link #readLinearizable}, with the place in the log. */
  public CompletableFuture<At> readWithIndex() {
    return reads.read(
        () -> {
          AppliedState.At now = applied.current();
          return new At(now.index(), now.state());
        });
  }

  @Override
  public boolean transferLeadership() {
    return log.transfer();
  }

  @Override
  public void subscribe(AppliedListener listener) {
    applied.subscribe(listener);
  }

  @Override
  public void subscribe(LeadershipListener listener) {
    leadership.subscribe(listener);
  }

  @Override
  public void close() {
    proposer.stop();
  }

  private static final class One implements Iterator {
    private final long index;
    private final long term;
    private final byte[] data;
    private final Closure closure;
    private boolean taken;

    One(long index, long term, byte[] data, Closure closure) {
      this.index = index;
      this.term = term;
      this.data = data;
      this.closure = closure;
    }

    @Override
    public boolean hasNext() {
      return !taken;
    }

    @Override
    public ByteBuffer next() {
      taken = true;
      return getData();
    }

    @Override
    public ByteBuffer getData() {
      return ByteBuffer.wrap(data);
    }

    @Override
    public long getIndex() {
      return index;
    }

    @Override
    public long getTerm() {
      return term;
    }

    @Override
    public Closure done() {
      return closure;
    }

    @Override
    public boolean commit() {
      return true;
    }

    @Override
    public void commitAndSnapshotSync(Closure done) {}

    @Override
    public void setAutoCommitPerLog(boolean enable) {}

    @Override
    public void setErrorAndRollback(long entries, Status status) {
      taken = true;
    }
  }
}
