package io.cairn.agent.app;

import io.cairn.agent.channel.ChannelGuard;
import io.cairn.agent.channel.DataPlane;
import io.cairn.agent.runtime.RuntimeServices;
import io.cairn.agent.session.Dialer;
import io.cairn.agent.session.Report;
import io.cairn.agent.session.SessionClient;
import io.cairn.agent.session.SessionSettings;
import io.cairn.agent.snapshot.LocalSnapshots;
import io.cairn.agent.snapshot.SnapshotPipeline;
import io.cairn.agent.snapshot.TaskRestorer;
import io.cairn.process.FaultHandler;
import io.cairn.process.HostPort;
import io.cairn.process.history.HistoryWriter;
import io.cairn.process.metrics.Metrics;
import io.cairn.process.metrics.MetricsServer;
import io.cairn.process.security.SharedSecret;
import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import io.cairn.protocol.channel.FramedClient;
import io.cairn.protocol.channel.Preamble;
import io.cairn.protocol.channel.TlsEngines;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.UploadSettings;
import io.cairn.storage.state.StateResources;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running agent: all parts wired together and started. Closing it stops the tasks first, then
 * what they use. Any thread.
 */
public final class Agent implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Agent.class);

  private static final Duration CONNECT_CHANNELS_WITHIN = Duration.ofSeconds(30);
  private static final Duration STOP_TASKS_WITHIN = Duration.ofSeconds(12);

  /** Uploads are finished for so long, and less than peers wait before they say it themselves. */
  private static final Duration FINISH_UPLOADS_WITHIN = Duration.ofSeconds(5);

  private static final Duration TELL_WITHIN = Duration.ofSeconds(1);
  private static final long IDLE_POLL_MILLIS = 20;
  private static final int WORKERS = 8;

  /** Snapshots that are brought to their end beside each other: they mostly wait for the disk. */
  private static final int LOCAL_STAGES = 16;

  private static final int RESTORERS = 4;

  private final AgentConfig config;
  private final OwnedResources resources;
  private final CompletableFuture<AgentSession.AgentEnd> ended = new CompletableFuture<>();
  private final AgentThread thread;
  private final Optional<Tls> tls;
  private final DataPlane dataPlane;
  private final HostedJobs jobs;
  private final SessionClient session;
  private final StuckTasks stuck = new StuckTasks();
  private final SnapshotPipeline pipeline;
  private final MetricsServer metricsServer;
  private boolean closed;
  private boolean stoppedWell;

  private Agent(AgentConfig config, FaultHandler faults, OwnedResources resources)
      throws IOException {
    this.config = config;
    this.resources = resources;
    AgentDirectory directory = resources.own(takeDirectory());
    tls = startTls();
    thread = new AgentThread(faults);
    resources.own(thread, thread::shutdown);
    KnownCluster cluster = KnownCluster.read(directory.identity());
    AgentHistory history =
        new AgentHistory(resources.own(HistoryWriter.open(directory.history(), config.id())));
    dataPlane = startDataPlane(cluster);
    Metrics metrics = Metrics.ofThisProcess();
    AgentMeters meters = new AgentMeters(metrics);
    AgentReporter reporter = new AgentReporter(history, meters, this::report);
    HostServices services = hostServices(directory, reporter, meters);
    pipeline = services.pipeline();
    resources.own(metrics); // closed before what its figures are read from
    jobs = new HostedJobs(deploy -> new AttemptHost(deploy, services), services.pipeline()::view);
    AgentSession listener =
        new AgentSession(cluster, jobs, services, history, faults, ended::complete);
    session =
        new SessionClient(
            new SessionSettings(hello(), config.coordinators(), cluster.coordinators()),
            Dialer.of(
                resources.own(
                    new FramedClient(
                        Preamble.SESSION.provenBy(agentSecret()), engines(Peers.COORDINATORS)))),
            thread,
            System::nanoTime,
            listener);
    metricsServer = startMetrics(metrics);
    session.start(cluster.clusterId());
  }

  /**
   * Starts an agent; it serves when this returns.
   *
   * @param faults hears of broken invariants
   * @throws io.cairn.process.config.ConfigException if the configuration cannot be used here: the
   *     data directory or the address is taken
   * @throws IOException if something it needs cannot be reached
   */
  public static Agent start(AgentConfig config, FaultHandler faults) throws IOException {
    config.requireSafeAddresses();
    OwnedResources resources = new OwnedResources();
    try {
      return new Agent(config, faults, resources);
    } catch (IOException | RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private Optional<Tls> startTls() throws IOException {
    if (config.tls().isEmpty()) {
      return Optional.empty();
    }
    Tls opened = resources.own(Tls.open(config.tls().get()));
    opened.watch();
    return Optional.of(opened);
  }

  /** For connections with peers of this kind. */
  private Optional<TlsEngines> engines(Peers peers) {
    return tls.map(
        live ->
            new TlsEngines(
                () -> live.serverEngine(peers),
                (host, port) -> live.clientEngine(peers, host, port)));
  }

  private AgentDirectory takeDirectory() {
    try {
      return AgentDirectory.take(config.dataDir());
    } catch (IOException e) {
      throw config.faults().top("dataDir", "cannot be used: " + e.getMessage());
    }
  }

  /** Nothing is asked of the store yet: what fails here is that its address makes no sense. */
  private BlobStore openStore() {
    try {
      return resources.own(BlobStores.open(config.blobStore(), config.hadoop()));
    } catch (IOException | IllegalArgumentException e) {
      throw config.faults().top("blobStore", config.blobStore() + ": " + e.getMessage());
    }
  }

  private DataPlane startDataPlane(KnownCluster cluster) {
    InetSocketAddress bind = config.bind().resolve();
    if (bind.isUnresolved()) {
      throw config.faults().bind(config.bind() + ": there is no host of that name");
    }
    try {
      return resources.own(
          DataPlane.start(
              bind,
              config.id(),
              cluster::clusterId,
              new ChannelGuard(engines(Peers.AGENTS), agentSecret())));
    } catch (IOException e) {
      throw config.faults().bind(e.getMessage() + "; choose another port, or 0 for any");
    }
  }

  private Optional<byte[]> agentSecret() {
    return config.security().agentSecret().map(SharedSecret::key);
  }

  private MetricsServer startMetrics(Metrics metrics) {
    HostPort wanted = config.metrics().address();
    InetSocketAddress bind = wanted.resolve();
    if (bind.isUnresolved()) {
      throw config.faults().top("metrics", wanted + ": there is no host of that name");
    }
    try {
      return resources.own(MetricsServer.start(bind, metrics, tls, config.security().figures()));
    } catch (IOException e) {
      if (config.metrics().inFile()) {
        throw config
            .faults()
            .top("metrics", "bind: " + wanted + " cannot be bound (" + e.getMessage() + ")");
      }
    }
    try { // several agents on one machine
      return resources.own(
          MetricsServer.start(
              new InetSocketAddress(bind.getAddress(), 0),
              metrics,
              tls,
              config.security().figures()));
    } catch (IOException e) {
      throw config.faults().top("metrics", "no port is free: " + e.getMessage());
    }
  }

  private HostServices hostServices(
      AgentDirectory directory, AgentReporter reporter, AgentMeters meters) throws IOException {
    WorkerPool workers = new WorkerPool("worker", WORKERS);
    resources.own(workers, workers::shutdownNow);
    WorkerPool restorers = new WorkerPool("restore", RESTORERS);
    resources.own(restorers, restorers::shutdownNow);
    WorkerPool localStages = new WorkerPool("local-stage", LOCAL_STAGES);
    resources.own(localStages, localStages::shutdownNow);
    BlobStore store = openStore();
    SegmentUploader uploader =
        resources.own(
            new SegmentUploader(
                store, UploadSettings.ofBytesPerSecond(config.uploadBytesPerSecond())));
    uploader.start();
    LocalSnapshots local = LocalSnapshots.open(directory.snapshots());
    StateResources memory = resources.own(new StateResources(config.stateMemory()));
    meters.watch(memory, uploader, config.slots());
    RuntimeServices runtime =
        new RuntimeServices(
            config.id(), dataPlane, memory, config.hadoop(), localStages, CONNECT_CHANNELS_WITHIN);
    return new HostServices(
        thread,
        workers,
        restorers,
        runtime,
        new JobJars(store, directory.jars()),
        new TaskRestorer(local, store),
        new SnapshotPipeline(config.id(), local, uploader, reporter, thread, workers),
        local,
        reporter,
        stuck,
        config.slots(),
        meters,
        new PeerGrace(),
        directory.work());
  }

  private AgentHello hello() {
    return AgentHello.newBuilder()
        .setProtocolVersion(SessionSettings.PROTOCOL_VERSION)
        .setAgentId(config.id())
        .setNonce(UUID.randomUUID().toString())
        .setDataHost(config.advertisedHost())
        .setDataPort(dataPlane.port())
        .setSlots(config.slots())
        .build();
  }

  /** Where other agents reach its tasks, as {@code host:port}. */
  public String dataAddress() {
    return new HostPort(config.advertisedHost(), dataPlane.port()).toString();
  }

  /** Where its figures are served, as {@code host:port}. */
  public String metricsAddress() {
    return new HostPort(config.metrics().address().host(), metricsServer.port()).toString();
  }

  /** Completes when the agent must end: with the exit code, and the reason for people. */
  CompletableFuture<AgentSession.AgentEnd> ended() {
    return ended;
  }

  private void report(Report report) {
    session.report(report);
  }

  /**
   * Stops the tasks, finishes what uploads it can, says so to the coordinators, and ends what they
   * use. Idempotent; waits {@link #STOP_TASKS_WITHIN} and some seconds at most.
   */
  @Override
  public void close() {
    var unused = stop();
  }

  /**
   * As {@link #close}.
   *
   * @return whether all tasks have ended and nothing was left to upload; also when called again
   */
  synchronized boolean stop() {
    if (closed) {
      return stoppedWell;
    }
    closed = true;
    long begun = System.nanoTime();
    boolean mayTell = !ended.isDone();
    if (!mayTell) {
      session.close();
    }
    CompletableFuture<Void> gone = new CompletableFuture<>();
    CompletableFuture<Void> idle = new CompletableFuture<>();
    thread.execute(
        () -> {
          var unused = jobs.stopAll().thenRun(() -> gone.complete(null));
        });
    if (mayTell) {
      var polling =
          thread.scheduleWithFixedDelay(
              () -> {
                if (pipeline.isIdle() && session.isConfirmed()) {
                  idle.complete(null);
                }
              },
              IDLE_POLL_MILLIS,
              IDLE_POLL_MILLIS,
              TimeUnit.MILLISECONDS);
      boolean uploaded = within(FINISH_UPLOADS_WITHIN, begun, idle);
      polling.cancel(false);
      if (!uploaded) {
        log.warn(
            "uploads were not finished within {} s; the next process of this agent goes on with"
                + " those that are still wanted",
            FINISH_UPLOADS_WITHIN.toSeconds());
      }
      boolean told = within(TELL_WITHIN, System.nanoTime(), session.leave());
      log.info(told ? "the coordinators know that this agent stops" : "no coordinator was told");
      session.close();
      stoppedWell = uploaded;
    }
    boolean tasksEnded = within(STOP_TASKS_WITHIN, begun, gone) && stuck.count() == 0;
    if (!tasksEnded) {
      log.warn("some tasks have not ended within {} s", STOP_TASKS_WITHIN.toSeconds());
    }
    stoppedWell &= tasksEnded;
    resources.close();
    return stoppedWell;
  }

  private static boolean within(Duration bound, long sinceNanos, CompletableFuture<Void> done) {
    long restNanos = Math.max(0, bound.toNanos() - (System.nanoTime() - sinceNanos));
    try {
      done.get(restNanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
