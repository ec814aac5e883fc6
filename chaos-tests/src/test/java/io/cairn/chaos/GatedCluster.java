package io.cairn.chaos;

import io.cairn.chaos.scene.Gates;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.process.failpoint.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Three coordinators and two agents, real processes. At some failpoints of each agent is a gate:
 * while it is closed, whoever comes there waits. Of one thread.
 */
final class GatedCluster implements AutoCloseable {
  private static final List<Failpoint> GATES = Gates.OF_AGENTS;
  private static final List<String> AGENTS = List.of("a1", "a2");
  private static final int SLOTS = 8;
  private static final int PLACEMENTS = 5;

  private final LocalCluster cluster;
  private final Path gates;

  private GatedCluster(LocalCluster cluster, Path gates) {
    this.cluster = cluster;
    this.gates = gates;
  }

  /**
   * Starts the processes.
   *
   * @param store URI of the blob store; empty: a directory of the cluster's own
   * @param gates an empty directory
   */
  static GatedCluster start(String name, String store, Path gates) throws Exception {
    String plan =
        GATES.stream()
            .map(gate -> gate.kebab() + ":hold=" + gates.resolve("{agent}-" + gate.kebab()))
            .collect(Collectors.joining(","));
    List<String> jvm =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx384m",
            "-Dcairn.failpoints=" + plan);
    ClusterPlan clusterPlan =
        ClusterPlan.small(name, ClusterPlan.Store.FILE, false)
            .withAgents(AGENTS, SLOTS, jvm)
            .withStoreAt(store);
    GatedCluster gated =
        new GatedCluster(LocalCluster.create(clusterPlan, System.out::println), gates);
    try {
      gated.openAll();
      gated.cluster.start();
      return gated;
    } catch (Exception | AssertionError e) {
      gated.close();
      throw e;
    }
  }

  LocalCluster processes() {
    return cluster;
  }

  /** Whoever comes there from now on waits. */
  void close(String agent, Failpoint gate) throws IOException {
    Files.deleteIfExists(file(agent, gate));
  }

  /** Whoever waits there goes on, and whoever comes. */
  void open(String agent, Failpoint gate) throws IOException {
    if (!Files.exists(file(agent, gate))) {
      Files.createFile(file(agent, gate));
    }
  }

  void openAll() throws IOException {
    for (String agent : AGENTS) {
      for (Failpoint gate : GATES) {
        open(agent, gate);
      }
    }
  }

  /** How often the agent has come to the gate, open or closed, in all its runs. */
  long arrivals(String agent, Failpoint gate) throws IOException {
    Path log = cluster.directory().resolve("logs").resolve(agent + ".log");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.startsWith("failpoint " + gate.kebab() + " hit")).count();
    }
  }

  /** SIGKILL, and a new process on the same disk. */
  void killAndRestart(String name) {
    cluster.kill(name);
    cluster.restart(name);
  }

  /** SIGSTOP: the process is there and does nothing. */
  void pause(String name) throws IOException, InterruptedException {
    long pid = cluster.pids().getOrDefault(name, 0L);
    Process kill = new ProcessBuilder("kill", "-STOP", Long.toString(pid)).inheritIO().start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("cannot stop " + name + ", process " + pid);
    }
  }

  String leader() {
    return Leaders.await(FlightDelaysRun.BOUND, cluster.admin(), cluster.coordinators());
  }

  List<String> followers() {
    List<String> followers = new ArrayList<>(cluster.coordinators());
    followers.remove(leader());
    return followers;
  }

  /** Waits until every process serves and the coordinators know both agents. */
  void awaitWhole() {
    for (String name : Stream.concat(cluster.coordinators().stream(), AGENTS.stream()).toList()) {
      Await.until(FlightDelaysRun.BOUND, () -> cluster.ready(name), () -> name + " serves");
    }
  }

  /** Submits a {@link RecordLedger} whose first instances are on a1 and whose second ones on a2. */
  LedgerRun submit(String name) throws Exception {
    awaitWhole();
    Await.until(
        FlightDelaysRun.BOUND,
        () -> registered() == AGENTS.size(),
        () -> "both agents to be registered" + cluster.described(AGENTS));
    for (int tried = 1; tried <= PLACEMENTS; tried++) {
      String unique = name + "-" + tried;
      Path files = Files.createDirectories(cluster.directory().resolve("ledgers").resolve(unique));
      LedgerRun run = LedgerRun.submit(this, unique, files);
      if (run.agentOf("ledger", 0).equals("a1") && run.agentOf("ledger", 1).equals("a2")) {
        return run;
      }
      // An agent that has just been started again was not known by its new incarnation.
      LedgerAudit unused = run.drain();
    }
    throw new AssertionError("in " + PLACEMENTS + " tries no job was spread over both agents");
  }

  private long registered() throws InterruptedException {
    return cluster.admin().get("cluster").path("agents").findValuesAsText("state").stream()
        .filter("REGISTERED"::equals)
        .count();
  }

  private Path file(String agent, Failpoint gate) {
    return gates.resolve(agent + "-" + gate.kebab());
  }

  @Override
  public void close() throws IOException {
    openAll();
    cluster.close();
  }
}
