package io.cairn.coordinator.app;

import io.cairn.coordinator.admin.AdminAccess;
import io.cairn.coordinator.admin.AdminServer;
import io.cairn.coordinator.admin.Cluster;
import io.cairn.coordinator.admin.Observation;
import io.cairn.coordinator.leader.AgentLiveness;
import io.cairn.coordinator.leader.LeaderLoop;
import io.cairn.coordinator.leader.LeaderSettings;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.leader.OrphanSweep;
import io.cairn.coordinator.metrics.JobMeters;
import io.cairn.coordinator.metrics.ReplicaMeters;
import io.cairn.coordinator.metrics.SessionMeters;
import io.cairn.coordinator.metrics.TimedProposals;
import io.cairn.coordinator.replication.DirectoryLock;
import io.cairn.coordinator.replication.JraftReplicatedState;
import io.cairn.coordinator.replication.Membership;
import io.cairn.coordinator.replication.ReplicaStartException;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.coordinator.session.SessionServer;
import io.cairn.coordinator.session.SessionSettings;
import io.cairn.process.FaultHandler;
import io.cairn.process.logging.LogFile;
import io.cairn.process.metrics.Metrics;
import io.cairn.process.security.SharedSecret;
import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import io.cairn.protocol.channel.TlsEngines;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running coordinator: the replica and all that stands on it. Made and closed by one thread;
 * closing may be done by another.
 */
final class Coordinator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

  /** In the order of their start; closed in the reverse order. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private Coordinator() {}

  /**
   * Starts everything.
   *
   * @param removed told, with a line for a person, when this coordinator is no member any more
   * @throws io.cairn.process.config.ConfigException when an address is in use, or the directory or
   *     the blob store cannot be used
   * @throws ReplicaStartException when what is on the disk cannot be used
   * @throws IOException when the event history cannot be opened
   */
  static Coordinator start(CoordinatorConfig config, FaultHandler faults, Consumer<String> removed)
      throws ReplicaStartException, IOException {
    config.requireSafeAddresses();
    Ports.check(config);
    Coordinator coordinator = new Coordinator();
    boolean started = false;
    try {
      coordinator.startParts(config, faults, removed);
      started = true;
      return coordinator;
    } finally {
      if (!started) {
        coordinator.close();
      }
    }
  }

  private void startParts(CoordinatorConfig config, FaultHandler faults, Consumer<String> removed)
      throws ReplicaStartException, IOException {
    DirectoryLock unused = opened(lock(config));
    Optional<Tls> tls = openTls(config);
    BlobStore blobs = opened(openStore(config));
    JraftReplicatedState replica = opened(replica(config, tls, faults));
    CoordinatorHistory history =
        opened(CoordinatorHistory.open(config.dataDir(), config.self().id()));
    startReplica(config, replica, history);

    Metrics metrics = opened(Metrics.ofThisProcess());
    ReplicatedState timed = new TimedProposals(replica, metrics.registry());
    Cluster cluster = new Cluster(timed, replica.group(), replica.members());
    ReplicaMeters.register(metrics, timed, cluster.group(), config.replication().directory());
    JobMeters.register(metrics, timed::state);
    LiveProgress progress = new LiveProgress();
    startLeading(config, new Leading(timed, blobs, progress, metrics, tls), faults);
    startAdmin(config, cluster, new Leading(timed, blobs, progress, metrics, tls));
    boolean bootstrap = config.replication().bootstrap();
    Membership membership = config.replication().membership();
    opened(
            new MembershipWatch(
                cluster, membership, tls, AdminAccess.of(config.security()), bootstrap, removed))
        .start();
  }

  /** What the leader's part and the sessions share with the rest. */
  private record Leading(
      ReplicatedState replica,
      BlobStore blobs,
      LiveProgress progress,
      Metrics metrics,
      Optional<Tls> tls) {}

  private Optional<Tls> openTls(CoordinatorConfig config) throws IOException {
    if (config.tls().isEmpty()) {
      return Optional.empty();
    }
    Tls tls = opened(Tls.open(config.tls().get()));
    tls.watch();
    return Optional.of(tls);
  }

  /** For connections with coordinators, or whom agents connect to. */
  private static Optional<TlsEngines> engines(Optional<Tls> tls, Peers peers) {
    return tls.map(
        live ->
            new TlsEngines(
                () -> live.serverEngine(peers),
                (host, port) -> live.clientEngine(peers, host, port)));
  }

  private void startLeading(CoordinatorConfig config, Leading parts, FaultHandler faults) {
    long leaseMillis = config.agentLease().toMillis();
    AgentLiveness liveness = new AgentLiveness(System::nanoTime);
    LeaderLoop loop =
        opened(
            new LeaderLoop(
                parts.replica(),
                parts.blobs(),
                liveness,
                new LeaderSettings(leaseMillis),
                System::nanoTime,
                faults));
    loop.start();
    SessionServer sessions =
        opened(
            new SessionServer(
                parts.replica(),
                config.replication().membership(),
                liveness,
                parts.progress(),
                new SessionSettings(leaseMillis)
                    .provenBy(config.security().agentSecret().map(SharedSecret::key)),
                faults));
    SessionMeters.register(parts.metrics(), sessions::load);
    startSessions(config, sessions, engines(parts.tls(), Peers.AGENTS));
  }

  private void startAdmin(CoordinatorConfig config, Cluster cluster, Leading parts) {
    OrphanSweep orphans = opened(new OrphanSweep(cluster.replica(), parts.blobs()));
    orphans.startEvery(config.orphanSweep().toMillis());
    LogFile audit =
        opened(
            LogFile.open("audit." + config.self().id(), config.dataDir().resolve("audit.jsonl")));
    AdminServer admin =
        opened(
            new AdminServer(
                new AdminServer.Entrance(
                    config.bind().admin(), parts.tls(), AdminAccess.of(config.security())),
                cluster,
                new AdminServer.Stores(
                    parts.blobs(), root -> BlobStores.open(root, config.hadoop())),
                orphans,
                parts.progress(),
                new Observation(parts.metrics(), audit::write)));
    try {
      admin.start();
    } catch (IOException e) {
      throw config.faults().address("admin", String.valueOf(e.getMessage()));
    }
  }

  /** It waits: whether it may found a cluster, the others are asked first. */
  private static JraftReplicatedState replica(
      CoordinatorConfig config, Optional<Tls> tls, FaultHandler faults) {
    return new JraftReplicatedState(
        config.replication().waiting(),
        config.bind().raft(),
        engines(tls, Peers.COORDINATORS),
        faults);
  }

  /** Before the history is opened: two processes would write into one file. */
  private static DirectoryLock lock(CoordinatorConfig config) {
    try {
      return DirectoryLock.take(config.dataDir());
    } catch (ReplicaStartException e) {
      throw config.faults().top("dataDir", String.valueOf(e.getMessage()));
    }
  }

  /** Nothing is asked of the store yet: what fails here is that its address makes no sense. */
  private static BlobStore openStore(CoordinatorConfig config) {
    try {
      return BlobStores.open(config.blobStore(), config.hadoop());
    } catch (IOException | IllegalArgumentException e) {
      throw config.faults().top("blobStore", config.blobStore() + ": " + e.getMessage());
    }
  }

  private static void startReplica(
      CoordinatorConfig config, JraftReplicatedState replica, CoordinatorHistory history)
      throws ReplicaStartException {
    history.watch(replica);
    try {
      replica.start();
    } catch (ReplicaStartException e) {
      throw translated(config, e);
    }
  }

  /** With file, line and key when it is the configuration's fault. */
  private static ReplicaStartException translated(
      CoordinatorConfig config, ReplicaStartException e) {
    String what = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case DIRECTORY_IN_USE -> throw config.faults().top("dataDir", what);
      case ADDRESS_IN_USE -> throw config.faults().address("raft", what);
      case STORAGE, DAMAGED -> e;
    };
  }

  private static void startSessions(
      CoordinatorConfig config, SessionServer sessions, Optional<TlsEngines> tls) {
    try {
      sessions.start(config.bind().session().resolve(), tls);
    } catch (IOException e) {
      throw config.faults().address("session", String.valueOf(e.getMessage()));
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) { // whatever one part says, the others must be closed too
        LOG.warn("{} did not close: {}", part.getClass().getSimpleName(), e.toString());
      }
    }
    parts.clear();
  }
}
