package io.cairn.coordinator.admin;

import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.leader.OrphanSweep;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.ReplicatedState;
import io.cairn.process.HostPort;
import io.cairn.process.tls.Tls;
import io.cairn.storage.blob.BlobStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server of a coordinator. Started and closed once, by its owner. */
public final class AdminServer implements AutoCloseable {
  private static final int MAX_THREADS = 16;
  private static final int ACCEPT_QUEUE = 128;
  private static final long IDLE_MILLIS = 30_000;
  private static final int ROUTE_THREADS = 2;

  /** They make answers of what was read: so much of a machine readers may take. */
  private static final int READ_THREADS = 2;

  /** Whoever comes beyond these is told to come again later. */
  private static final int READ_QUEUE = 500;

  private final Server server;
  private final ServerConnector connector;
  private final ExecutorService routeThreads;
  private final ThreadPoolExecutor readThreads;
  private final ThreadPoolExecutor jarThreads;
  private final EventStream events;
  private final TextPages texts;
  private final Routes routes;

  /**
   * Blob stores.
   *
   * @param own the cluster's
   * @param others opens those of other clusters
   */
  public record Stores(BlobStore own, StoreOpener others) {}

  /**
   * Where it listens, how, and to whom.
   *
   * @param address port 0 takes a free one
   * @param tls if given, only HTTPS is spoken, here and to the other coordinators
   */
  public record Entrance(HostPort address, Optional<Tls> tls, AdminAccess access) {}

  /**
   * Makes a server that is not started, without TLS.
   *
   * @param address where to listen; port 0 takes a free one
   * @param blobs the cluster's own store
   * @param stores opens those of other clusters
   */
  public AdminServer(
      HostPort address,
      Cluster cluster,
      BlobStore blobs,
      StoreOpener stores,
      OrphanSweep orphans,
      LiveProgress live) {
    this(
        new Entrance(address, Optional.empty(), AdminAccess.off()),
        cluster,
        new Stores(blobs, stores),
        orphans,
        live,
        Observation.none());
  }

  /** As above. */
  public AdminServer(
      Entrance entrance,
      Cluster cluster,
      Stores stores,
      OrphanSweep orphans,
      LiveProgress live,
      Observation observation) {
    this.routeThreads =
        Executors.newFixedThreadPool(ROUTE_THREADS, task -> daemon(task, "admin-route"));
    this.readThreads =
        new ThreadPoolExecutor(
            READ_THREADS,
            READ_THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(READ_QUEUE),
            task -> daemon(task, "admin-read"));
    this.jarThreads =
        new ThreadPoolExecutor(
            Limits.JAR_UPLOADS,
            Limits.JAR_UPLOADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(Limits.JAR_UPLOADS),
            task -> daemon(task, "admin-jar"));
    PeerHttp http = new PeerHttp(routeThreads, entrance.tls(), entrance.access());
    this.routes = routes(http, cluster, stores, orphans, live);
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("admin");
    threads.setDaemon(true);
    this.server = new Server(threads);
    this.connector = AdminPort.connector(server, entrance.address(), entrance.tls());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setErrorHandler(new BadHttp());
    this.events = new EventStream(cluster.replica());
    this.texts = new TextPages(observation.metrics());
    AdminHandler.Pages pages = pages(cluster, observation);
    server.setHandler(
        new AdminHandler(
            routes,
            new JarUpload(stores.own()),
            jarThreads,
            events,
            pages,
            new Doorkeeper(entrance.access())));
  }

  private Routes routes(
      PeerHttp http, Cluster cluster, Stores stores, OrphanSweep orphans, LiveProgress live) {
    ReplicatedState replica = cluster.replica();
    CurrentMembership membership = cluster.members();
    Forwarding forwarding = new Forwarding(membership.selfId(), http);
    LeaderRoute route = new LeaderRoute(replica, membership, forwarding, routeThreads);
    Commands commands = new Commands(replica, route);
    PeerClient peers = new PeerClient(http);
    ReplicaRoute self = new ReplicaRoute(cluster, routeThreads);
    Reads reads = new Reads(replica, membership, live, readThreads);
    return new Routes(
            reads,
            commands,
            new CheckpointingCommands(commands, route, System::currentTimeMillis),
            new SavepointCommands(commands, route),
            new ScaleCommands(commands, route),
            new Orphans(orphans, route))
        .withAgents(reads, new AgentCommands(commands, route))
        .withMembers(
            self,
            new HealthCheck(cluster, self, peers, readThreads),
            new MemberCommands(cluster, route, peers, routeThreads))
        .withRestores(
            new RestoreCommands(
                replica, stores.own(), stores.others(), jarThreads, commands, route));
  }

  private AdminHandler.Pages pages(Cluster cluster, Observation observation) {
    MeterRegistry meters = observation.metrics().registry();
    Gauge.builder("cairn.http.streams", events, EventStream::size)
        .description("Open streams of events")
        .register(meters);
    return new AdminHandler.Pages(
        texts,
        new HttpMeters(meters),
        new AuditLog(
            cluster.members().selfId(), cluster.replica()::leadership, observation.auditLines()));
  }

  /**
   * Listens and serves.
   *
   * @throws IOException when the address cannot be bound
   */
  public void start() throws IOException {
    try {
      connector.open(); // binds; Jetty's own start would wrap the failure
      server.start();
      events.start();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    } catch (Exception e) { // the signature of Jetty's life cycle
      close();
      throw new IOException("the HTTP server does not start: " + e.getMessage(), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Each as {@code GET /jobs/*}, below {@code /api/v1}. */
  List<String> served() {
    return routes.served();
  }

  @Override
  public void close() {
    events.close();
    texts.close();
    try {
      server.stop();
    } catch (Exception e) { // the signature of Jetty's life cycle
      throw new IllegalStateException("the HTTP server does not stop", e);
    } finally {
      routeThreads.shutdownNow();
      readThreads.shutdownNow();
      jarThreads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
