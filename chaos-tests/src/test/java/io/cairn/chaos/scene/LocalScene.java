package io.cairn.chaos.scene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cairn.chaos.Await;
import io.cairn.chaos.nemesis.Scene;
import io.cairn.cli.admin.AdminClient;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.cli.hdfs.HdfsServers;
import io.cairn.process.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Processes of this machine on the loopback address. Its servers of HDFS are processes too. */
public final class LocalScene implements Scene, AutoCloseable {
  public static final Duration BOUND = Duration.ofMinutes(2);

  private static final int SLOTS = 24;
  private static final Duration REPLACED_WITHIN = Duration.ofSeconds(90);
  private static final List<String> AGENT_JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m");

  private final LocalCluster cluster;
  private final Gates gates;
  private final @Nullable HdfsServers hdfs;
  private final Map<String, List<HostPort>> members = new LinkedHashMap<>();
  private final List<String> everStarted = new ArrayList<>();
  private volatile AdminClient admin;
  private int added;

  private LocalScene(LocalCluster cluster, Gates gates, @Nullable HdfsServers hdfs) {
    this.cluster = cluster;
    this.gates = gates;
    this.hdfs = hdfs;
    this.admin = cluster.admin();
  }

  /**
   * Starts everything.
   *
   * @param directory for gates and the files of HDFS; new
   * @param agents how many
   * @param onHdfs whether the store is HDFS, else a directory
   */
  public static LocalScene start(
      Path directory, int agents, boolean onHdfs, Consumer<String> progress) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= agents; i++) {
      names.add("a" + i);
    }
    HdfsServers hdfs = null;
    LocalCluster cluster = null;
    try {
      if (onHdfs) {
        progress.accept("starting HDFS");
        hdfs = HdfsServers.start(directory.resolve("hdfs"), Map.of());
      }
      Path gateFiles = directory.resolve("gates");
      Gates template = Gates.create(gateFiles, directory, names);
      List<String> jvm = new ArrayList<>(AGENT_JVM);
      jvm.add(template.agentOption());
      ClusterPlan plan =
          ClusterPlan.small("cairn-chaos", ClusterPlan.Store.FILE, false)
              .withAgents(names, SLOTS, jvm)
              .withStoreAt(hdfs == null ? "" : hdfs.uri() + "/cairn");
      cluster = LocalCluster.create(plan, progress);
      Gates gates = Gates.create(gateFiles, cluster.directory().resolve("logs"), names);
      cluster.start();
      LocalScene scene = new LocalScene(cluster, gates, hdfs);
      scene.learnMembers();
      return scene;
    } catch (Exception | AssertionError e) {
      if (cluster != null) {
        cluster.close();
      }
      if (hdfs != null) {
        hdfs.close();
      }
      throw e;
    }
  }

  private void learnMembers() {
    Await.until(
        BOUND,
        () -> {
          for (JsonNode member : cluster.admin().get("cluster").path("members")) {
            String id = member.path("id").asText();
            List<HostPort> addresses = new ArrayList<>();
            for (String each : List.of("raft", "session", "admin")) {
              addresses.add(HostPort.parse(member.path(each).asText()));
            }
            members.put(id, addresses);
          }
          return members.size() == cluster.coordinators().size();
        },
        () -> "all coordinators as members, there are " + members.keySet());
    everStarted.addAll(members.keySet());
    admin = AdminClient.of(adminAddresses());
  }

  /** Gates at failpoints. */
  public Gates gates() {
    return gates;
  }

  /** Where logs, data and histories of the processes lie. */
  public Path home() {
    return cluster.directory();
  }

  /** The root of the blob store, and how to read it. */
  public String store() {
    return cluster.store();
  }

  public Map<String, String> hadoopSettings() {
    return hdfs == null ? Map.of() : cluster.hadoopSettings();
  }

  /** Every coordinator that was a member once. */
  public List<String> everCoordinators() {
    return List.copyOf(everStarted);
  }

  /** The history of a coordinator or agent. */
  public Path history(String process) {
    return cluster.history(process);
  }

  /** Names of processes that ended and that nobody has killed. */
  public List<String> dead() {
    return cluster.dead();
  }

  /** The admin addresses of those that are members now. */
  public List<HostPort> adminAddresses() {
    return members.values().stream().map(each -> each.get(2)).toList();
  }

  @Override
  public List<String> coordinators() {
    return List.copyOf(members.keySet());
  }

  @Override
  public List<String> agents() {
    return cluster.agents();
  }

  @Override
  public List<String> stores() {
    return hdfs == null ? List.of() : List.of(NAMENODE, DATANODE);
  }

  @Override
  public String leader() {
    String[] leader = {""};
    Await.until(
        BOUND,
        () -> {
          leader[0] = admin.get("cluster").path("leader").path("id").asText("");
          return !leader[0].isEmpty();
        },
        () -> "a leader");
    return leader[0];
  }

  @Override
  public long pid(String name) {
    if (hdfs != null && stores().contains(name)) {
      return hdfs.pid(role(name));
    }
    return cluster.pids().getOrDefault(name, 0L);
  }

  @Override
  public Path directory(String name) {
    return cluster.directory().resolve(name);
  }

  @Override
  public List<HostPort> addresses(String coordinator) {
    return members.getOrDefault(coordinator, List.of());
  }

  @Override
  public void kill(String name) throws Exception {
    if (hdfs != null && stores().contains(name)) {
      hdfs.kill(role(name));
    } else {
      cluster.kill(name);
    }
  }

  @Override
  public void stop(String name) throws Exception {
    ProcessHandle process =
        ProcessHandle.of(pid(name))
            .orElseThrow(() -> new IOException(name + " does not run, so it cannot be ended"));
    process.destroy();
    try {
      var unused = process.onExit().get(BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(name + " lives " + BOUND.toSeconds() + " s after SIGTERM", e);
    }
    kill(name); // waits until it is reaped
  }

  @Override
  public void start(String name) throws Exception {
    if (hdfs != null && stores().contains(name)) {
      hdfs.start(role(name));
    } else {
      cluster.restart(name);
    }
  }

  @Override
  public void pause(String name) throws Exception {
    signal(name, "STOP");
  }

  @Override
  public void resume(String name) throws Exception {
    signal(name, "CONT");
  }

  private void signal(String name, String signal) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid(name))).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + signal + " of " + name + ", process " + pid(name));
    }
  }

  @Override
  public void awaitServing(String name) throws Exception {
    if (hdfs != null && stores().contains(name)) {
      hdfs.awaitWritable();
    } else {
      Await.until(BOUND, () -> cluster.ready(name), () -> name + " serves");
    }
  }

  @Override
  public String replace(String gone) throws Exception {
    added++;
    String come = "c" + (cluster.coordinators().size() + added);
    List<HostPort> addresses = cluster.startAddedCoordinator(come);
    awaitServing(come);
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", come)
            .put("raft", addresses.get(0).toString())
            .put("session", addresses.get(1).toString())
            .put("admin", addresses.get(2).toString())
            .put("who", "chaos");
    String[] state = {""};
    Await.until(
        REPLACED_WITHIN,
        () -> {
          state[0] = admin.post("members/" + gone + "/replace", body).path("state").asText();
          return state[0].equals("DONE");
        },
        () -> come + " in the place of " + gone + "; last answer " + state[0]);
    members.remove(gone);
    members.put(come, addresses);
    everStarted.add(come);
    admin = AdminClient.of(adminAddresses());
    cluster.kill(gone); // it ends by itself, or is told nothing and stays; either way it is out
    return come;
  }

  @Override
  public Optional<String> held() {
    return gates.held();
  }

  private static HdfsServers.Role role(String name) {
    return HdfsServers.Role.valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public AdminClient admin() {
    return admin;
  }

  @Override
  public void close() throws IOException {
    gates.remove();
    cluster.close();
    if (hdfs != null) {
      hdfs.close();
    }
  }
}
