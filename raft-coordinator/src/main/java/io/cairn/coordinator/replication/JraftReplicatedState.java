package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftServiceFactory;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import io.cairn.coordinator.replication.disk.DamageException;
import io.cairn.coordinator.replication.disk.RebuildMark;
import io.cairn.coordinator.replication.disk.ReplicaFiles;
import io.cairn.process.FaultHandler;
import io.cairn.process.HostPort;
import io.cairn.protocol.channel.TlsEngines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A replica on SOFAJRaft. Made, subscribed to, then {@linkplain #start started} once; a closed one
 * is not started again.
 *
 * <p>Its threads: jraft's own, one that appends ({@link Proposer}), one that answers futures, one
 * that writes snapshots.
 */
public final class JraftReplicatedState implements ReplicatedState {
  private static final String GROUP = "cairn";
  private static final byte[] NO_CONTEXT = new byte[0];
  private static final long CLOSE_SECONDS = 5;

  /** A dead leader is found out after one; more for an election that has to be repeated. */
  private static final long HURRIED_TIMEOUTS = 3;

  private final ReplicationSettings settings;
  private final HostPort bind;
  private final Optional<TlsEngines> tls;
  private final AppliedState applied = new AppliedState();
  private final LeadershipTracker leadership = new LeadershipTracker();
  private final ExecutorService answers;
  private final ExecutorService snapshotWriter;
  private final Thread appender;
  private final Proposer proposer;
  private final LogStateMachine fsm;
  private final JraftGroup group;
  private final ReplicaFiles files;
  private final RebuildMark mark;
  private final Rebuilding rebuilding;
  private @Nullable DirectoryLock lock;
  private @Nullable RaftRpc rpc;
  private @Nullable PeerGreeting greeting;
  private volatile @Nullable Node node;
  private volatile @Nullable LinearizableReads reads;

  /**
   * Makes a replica that is not started.
   *
   * @param faults told when this replica must not go on
   */
  public JraftReplicatedState(ReplicationSettings settings, FaultHandler faults) {
    this(settings, settings.membership().self().raft(), Optional.empty(), faults);
  }

  /**
   * Makes a replica that is not started.
   *
   * @param bind where it listens, if not at its member's Raft address
   * @param tls for all connections with the others, if given
   * @param faults told when this replica must not go on
   */
  public JraftReplicatedState(
      ReplicationSettings settings, HostPort bind, Optional<TlsEngines> tls, FaultHandler faults) {
    this.settings = settings;
    this.bind = bind;
    this.tls = tls;
    String id = settings.membership().selfId();
    this.answers = Executors.newSingleThreadExecutor(task -> daemon(task, id + "-answers"));
    this.snapshotWriter = Executors.newSingleThreadExecutor(task -> daemon(task, id + "-snapshot"));
    this.proposer =
        new Proposer(this::append, answers, faults, System::nanoTime, System::currentTimeMillis);
    this.appender = daemon(proposer, id + "-appender");
    SnapshotFiles snapshots = new SnapshotFiles(snapshotWriter);
    this.fsm = new LogStateMachine(settings, applied, leadership, proposer, snapshots, faults);
    StateHashes hashes = new StateHashes();
    applied.subscribe(hashes);
    this.files = new ReplicaFiles(settings.directory());
    this.mark = new RebuildMark(files);
    this.rebuilding = new Rebuilding(mark, this::leadership, answers);
    this.group =
        new JraftGroup(
            () -> node, fsm, leadership, new JraftGroup.Beside(hashes, rebuilding, answers));
  }

  /**
   * Takes the directory, binds the Raft address, and reads what the disk holds.
   *
   * @throws ReplicaStartException when any of that fails; everything is given back then
   */
  public synchronized void start() throws ReplicaStartException {
    JraftGuards.install();
    boolean started = false;
    try {
      lock = DirectoryLock.take(settings.directory());
      RaftRpc serving =
          RaftRpc.start(bind, settings.membership().self().raft(), this::connectionLost, tls);
      rpc = serving;
      Node opened = open(serving);
      node = opened;
      fsm.opened();
      LinearizableReads confirmed =
          new LinearizableReads(
              (within, then) -> opened.readIndex(NO_CONTEXT, confirmation(within, then)),
              LinearizableReads.Threads.on(answers),
              this::leadership,
              System::nanoTime);
      reads = confirmed;
      rebuilding.watch(confirmed, this::appliedIndex);
      appender.start();
      greet(opened);
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /**
   * A coordinator may have died. If it was the leader, one of the others looks closely whether it
   * is heard of within the election timeout, and the rest leave it to that one for a while, so that
   * two do not stand for election at the same time and both in vain.
   */
  private void connectionLost() {
    Node current = node;
    Optional<String> leader = leadership().leaderId();
    List<String> others =
        members().members().stream()
            .map(ClusterMember::id)
            .filter(id -> !leader.equals(Optional.of(id)))
            .sorted()
            .toList();
    int rank = others.indexOf(settings.membership().selfId());
    long timeout = settings.electionTimeout().toMillis();
    if (current == null || rank < 0) {
      return; // it leads itself, or is no member
    }
    if (rank == 0) {
      RaftTimers.hurryElection(current.getNodeId(), HURRIED_TIMEOUTS * timeout);
    } else {
      RaftTimers.postponeElection(current.getNodeId(), timeout + rank * timeout / 2);
    }
  }

  private void greet(Node opened) {
    if (opened instanceof NodeImpl known) {
      HostPort self = settings.membership().self().raft();
      PeerGreeting made =
          new PeerGreeting(
              known.getRpcService(),
              self,
              () -> members().members().stream().map(ClusterMember::raft).toList());
      greeting = made;
      daemon(made, settings.membership().selfId() + "-greeting").start();
    }
  }

  private static ReadIndexClosure confirmation(long withinMillis, Consumer<Status> then) {
    return new ReadIndexClosure(withinMillis) {
      @Override
      public void run(Status status, long index, byte[] context) {
        then.accept(status);
      }
    };
  }

  private Node open(RaftRpc serving) throws ReplicaStartException {
    JraftStorages storages = new JraftStorages(files, mark);
    try {
      files.prepare(settings.bootstrap());
      mark.load();
      return RaftServiceFactory.createAndInitRaftNode(
          GROUP,
          new PeerId(serving.endpoint(), 0),
          JraftNodeOptions.of(settings, fsm, storages, tls));
    } catch (DamageException | IOException | RuntimeException e) {
      storages.abandon();
      fsm.refusal().ifPresent(storages.refusals()::add);
      throw RefusedStart.of(settings, storages.refusals(), e);
    }
  }

  /** Who votes, and how that is changed. */
  public ReplicaGroup group() {
    return group;
  }

  /** The coordinators, as this replica knows them now. */
  public CurrentMembership members() {
    return fsm.members();
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
    return proposer.propose(term, events);
  }

  @Override
  public CompletableFuture<ClusterState> readLinearizable() {
    LinearizableReads current = reads;
    if (current == null) {
      return CompletableFuture.failedFuture(
          new NotLeaderException("this replica is not running", Optional.empty()));
    }
    return current.read(this::state);
  }

  @Override
  public boolean transferLeadership() {
    Node current = node;
    return current != null
        && leadership().isReady()
        && current.transferLeadershipTo(PeerId.ANY_PEER).isOk();
  }

  @Override
  public void subscribe(AppliedListener listener) {
    applied.subscribe(listener);
  }

  @Override
  public void subscribe(LeadershipListener listener) {
    leadership.subscribe(listener);
  }

  /** Writes a snapshot now; completed when it is durable, exceptionally when it is not. */
  public CompletableFuture<Void> snapshot() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Node current = node;
    if (current == null) {
      answer.completeExceptionally(new IllegalStateException("not running"));
      return answer;
    }
    current.snapshot(
        status -> {
          if (status.isOk()) {
            answer.complete(null);
          } else {
            answer.completeExceptionally(new IllegalStateException(status.toString()));
          }
        });
    return answer;
  }

  @Override
  public synchronized void close() {
    fsm.closing();
    reads = null;
    if (greeting != null) {
      greeting.stop();
    }
    Node current = node;
    if (current != null) {
      current.shutdown();
      join(current);
      node = null;
    }
    proposer.stop();
    if (rpc != null) {
      rpc.close();
      rpc = null;
    }
    stop(snapshotWriter);
    stop(answers);
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  private void append(ByteBuffer data, Entry entry) {
    Node current = node;
    if (current == null) {
      entry.run(new Status(-1, "not running"));
      return;
    }
    try {
      current.apply(new Task(data, entry, entry.term().value()));
    } catch (IllegalStateException stopping) {
      entry.run(new Status(-1, "%s", stopping.getMessage()));
    }
  }

  private static void join(Node node) {
    try {
      node.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(ExecutorService executor) {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
