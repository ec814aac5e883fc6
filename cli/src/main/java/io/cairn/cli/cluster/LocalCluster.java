package io.cairn.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.admin.AdminClient;
import io.cairn.cli.hdfs.EmbeddedHdfsMain;
import io.cairn.process.HostPort;
import io.cairn.process.history.HistoryWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Coordinators, agents and their store as child processes on the loopback address. The children end
 * with this process, however it ends; {@link #close} ends them and removes the directory.
 *
 * <p>One thread starts, kills and restarts; {@code close} may be called from any thread, twice too
 * (a shutdown hook calls it).
 */
public final class LocalCluster implements Closeable {
  /** A JVM needs some seconds; HDFS took 40 on two cores with ten times their work to do. */
  private static final Duration START_BOUND = Duration.ofMinutes(2);

  private static final Duration STOP_BOUND = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 50;
  private static final int HDFS_HEAP_MIB = 192;
  private static final int COORDINATOR_HEAP_MIB = 256;
  private static final int AGENT_HEAP_MIB = 384;
  private static final String STORE = "hdfs";

  private final ClusterPlan plan;
  private final ScratchDirectory directory;
  private final Consumer<String> progress;
  private final Map<String, NodeConfigs.Member> members = new LinkedHashMap<>();
  private final Map<String, ChildProcess> children = new LinkedHashMap<>();
  private ClusterGuard guard = ClusterGuard.NONE;
  private String store = "";
  private boolean closed;
  private volatile boolean interrupted;

  private LocalCluster(ClusterPlan plan, ScratchDirectory directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Makes the directory and chooses ports; nothing is started yet. From here on {@link #close} is
   * also called when this process is told to end.
   *
   * @param progress is told in a line what is being done
   */
  public static LocalCluster create(ClusterPlan plan, Consumer<String> progress)
      throws IOException {
    plan.store().checkTemporaryDirectory();
    ScratchDirectory directory = ScratchDirectory.create(plan.name() + "-", plan.keep());
    LocalCluster cluster = new LocalCluster(plan, directory, progress);
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::interrupt, "cluster-close"));
    for (String sub : List.of("config", "logs", "tmp", "store")) {
      Files.createDirectories(directory.path().resolve(sub));
    }
    cluster.guard = ClusterGuard.create(plan, directory.path());
    List<Integer> ports = FreePorts.find(3 * plan.coordinators().size());
    for (String id : plan.coordinators()) {
      int first = 3 * cluster.members.size();
      cluster.members.put(
          id,
          new NodeConfigs.Member(
              id,
              new HostPort("127.0.0.1", ports.get(first)),
              new HostPort("127.0.0.1", ports.get(first + 1)),
              new HostPort("127.0.0.1", ports.get(first + 2))));
    }
    return cluster;
  }

  /**
   * Starts everything, and returns when every process serves.
   *
   * @throws ChildFailedException when one does not start; the caller closes
   */
  public void start() throws IOException, InterruptedException {
    startStore();
    startNodes();
  }

  /**
   * As {@link #start}, with a blob store that is there already.
   *
   * @param root of the store, which no other cluster owns
   */
  public void startOn(String root) throws IOException, InterruptedException {
    store = root;
    startNodes();
  }

  private void startNodes() throws InterruptedException {
    progress.accept("starting " + plan.coordinators().size() + " coordinators");
    plan.coordinators().forEach(this::startCoordinator);
    for (String id : plan.coordinators()) {
      child(id).awaitReady(START_BOUND);
    }
    progress.accept("starting " + plan.agents().size() + " agents");
    plan.agents().forEach(this::startAgent);
    for (String id : plan.agents()) {
      child(id).awaitReady(START_BOUND);
    }
    awaitRegistered();
  }

  /** Before, a job would be placed on those agents alone that came first. */
  private void awaitRegistered() throws InterruptedException {
    long until = System.nanoTime() + START_BOUND.toNanos();
    for (List<String> rest = unregistered(); !rest.isEmpty(); rest = unregistered()) {
      if (System.nanoTime() > until || rest.stream().anyMatch(id -> !child(id).alive())) {
        throw new ChildFailedException("not registered:" + described(rest), List.of());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private List<String> unregistered() throws InterruptedException {
    List<String> ids = new ArrayList<>(plan.agents());
    for (JsonNode agent : admin().get("cluster").path("agents")) {
      if (agent.path("state").asText().equals("REGISTERED")) {
        ids.remove(agent.path("id").asText());
      }
    }
    return ids;
  }

  private void startStore() throws IOException, InterruptedException {
    if (!plan.storeAt().isEmpty()) {
      store = plan.storeAt();
      return;
    }
    if (plan.store() == ClusterPlan.Store.FILE) {
      // Through a URI: a blank in the path must be written as %20.
      store = "file://" + directory.path().resolve("store").toUri().getRawPath();
      store = store.endsWith("/") ? store.substring(0, store.length() - 1) : store;
      return;
    }
    progress.accept("starting HDFS (a NameNode and a DataNode)");
    List<String> args = List.of(directory.path().resolve("store").toString());
    ChildProcess hdfs =
        launch(STORE, ChildJvm.quickStart(HDFS_HEAP_MIB), EmbeddedHdfsMain.class.getName(), args);
    store = hdfs.awaitReady(START_BOUND).substring("ready ".length()) + "/cairn";
  }

  /**
   * Starts a further coordinator with an empty log, which waits until it is added to the cluster;
   * returns without waiting.
   *
   * @return its Raft, session and admin address
   */
  public List<HostPort> startAddedCoordinator(String id) throws IOException {
    List<Integer> ports = FreePorts.find(3);
    List<HostPort> addresses = ports.stream().map(port -> new HostPort("127.0.0.1", port)).toList();
    members.put(
        id, new NodeConfigs.Member(id, addresses.get(0), addresses.get(1), addresses.get(2)));
    startCoordinator(id);
    return addresses;
  }

  private void startCoordinator(String id) {
    NodeConfigs.Member self = member(id);
    List<NodeConfigs.Member> all = List.copyOf(members.values());
    String yaml =
        plan.coordinators().contains(id)
            ? NodeConfigs.coordinator(self, all, dataDir(id), store)
            : NodeConfigs.addedCoordinator(self, all, dataDir(id), store);
    startNode("coordinator", id, ChildJvm.quickStart(COORDINATOR_HEAP_MIB), yaml);
  }

  private void startAgent(String id) {
    long limit = plan.uploadBytesPerSecond().getOrDefault(id, 0L);
    List<NodeConfigs.Member> all = List.copyOf(members.values());
    String yaml = NodeConfigs.agent(id, all, dataDir(id), store, limit, plan.slots());
    List<String> jvm =
        plan.agentJvm().isEmpty() ? ChildJvm.quickStart(AGENT_HEAP_MIB) : plan.agentJvm();
    jvm = jvm.stream().map(option -> option.replace("{agent}", id)).toList();
    startNode("agent", id, jvm, yaml);
  }

  private void startNode(String role, String id, List<String> jvm, String yaml) {
    Path config = directory.path().resolve("config").resolve(id + ".yaml");
    try {
      Files.createDirectories(dataDir(id));
      Files.writeString(config, yaml + guard.sections(role, id));
      List<String> args = List.of(role, "--config", config.toString());
      launch(id, jvm, "io.cairn.cli.CairnMain", args);
    } catch (IOException e) {
      throw new ChildFailedException(id + " cannot be started: " + e, List.of());
    }
  }

  private synchronized ChildProcess launch(
      String name, List<String> jvm, String main, List<String> args) throws IOException {
    if (closed) {
      throw new IOException("the cluster is being closed");
    }
    Path scratch = directory.path().resolve("tmp");
    ChildProcess child =
        ChildProcess.start(name, ChildJvm.command(jvm, scratch, main, args), log(name));
    children.put(name, child);
    return child;
  }

  /** SIGKILL for a coordinator, an agent or {@code hdfs}; returns when it is gone. */
  public void kill(String name) {
    child(name).kill();
  }

  /** Starts a killed coordinator or agent again, with its data; returns without waiting. */
  public void restart(String id) {
    if (members.containsKey(id)) {
      startCoordinator(id);
    } else {
      startAgent(id);
    }
  }

  /**
   * True when a process, started or restarted, serves.
   *
   * @throws ChildFailedException when it ended before it was ready
   */
  public boolean ready(String name) {
    ChildProcess child = child(name);
    if (!child.alive()) {
      throw new ChildFailedException(name + " ended by itself; its last words:", child.tail());
    }
    return child.ready();
  }

  /** The names of processes that ended although nobody killed them here or restarted them. */
  public synchronized List<String> dead() {
    return children.values().stream()
        .filter(child -> !child.alive())
        .map(ChildProcess::name)
        .toList();
  }

  /** Whether each of these processes lives, and the last lines of its log, for a message. */
  public String described(List<String> names) {
    return names.stream().map(name -> child(name).described()).collect(Collectors.joining());
  }

  /** The last lines of a process's log, for a message. */
  public List<String> lastWords(String name) {
    return child(name).tail();
  }

  /** The root of the blob store, as a URI. */
  public String store() {
    return store;
  }

  /** Settings for reading the store with Hadoop's client. */
  public Map<String, String> hadoopSettings() {
    return NodeConfigs.HADOOP;
  }

  /** Where everything lies. */
  public Path directory() {
    return directory.path();
  }

  /** Ids of the coordinators. */
  public List<String> coordinators() {
    return plan.coordinators();
  }

  /** Ids of the agents. */
  public List<String> agents() {
    return plan.agents();
  }

  /** Process ids by name. */
  public synchronized Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    children.forEach((name, child) -> pids.put(name, child.pid()));
    return pids;
  }

  /** The event history of a coordinator or agent. */
  public Path history(String id) {
    return dataDir(id).resolve(HistoryWriter.FILE_NAME);
  }

  /** Admin addresses of the coordinators. */
  public List<HostPort> adminAddresses() {
    return members.values().stream().map(NodeConfigs.Member::admin).toList();
  }

  /** Session addresses of the coordinators. */
  public List<HostPort> sessionAddresses() {
    return members.values().stream().map(NodeConfigs.Member::session).toList();
  }

  /** Its authority, if it speaks TLS. */
  public Optional<ClusterTls> tls() {
    return guard.tls();
  }

  /** Its people and secrets, if it asks for them. */
  public Optional<ClusterAccess> access() {
    return guard.access();
  }

  /** A client of this cluster that may do everything. */
  public AdminClient admin() {
    return guard.client(adminAddresses());
  }

  /** Ends every process, agents first, and removes the directory. Further calls do nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    List<ChildProcess> nodes = new ArrayList<>(children.values());
    nodes.stream().filter(child -> !child.name().equals(STORE)).forEach(ChildProcess::terminate);
    long deadline = System.nanoTime() + STOP_BOUND.toNanos();
    for (ChildProcess child : nodes) {
      long left = Math.max(0, deadline - System.nanoTime());
      if (child.name().equals(STORE) || !child.awaitEnd(Duration.ofNanos(left))) {
        child.kill();
      }
    }
    directory.close();
  }

  /** True when this process was told to end: that its children end now is no failure of theirs. */
  public boolean interrupted() {
    return interrupted;
  }

  private void interrupt() {
    try {
      if (!closed()) {
        interrupted = true;
        progress.accept("told to end: stopping every process");
      }
      close();
    } catch (IOException e) {
      System.err.println("cairn: " + directory.path() + " cannot be removed: " + e);
    }
  }

  private synchronized boolean closed() {
    return closed;
  }

  private synchronized ChildProcess child(String name) {
    ChildProcess child = children.get(name);
    if (child == null) {
      throw new IllegalArgumentException(
          "no process '" + name + "'; there are " + children.keySet());
    }
    return child;
  }

  private NodeConfigs.Member member(String id) {
    NodeConfigs.Member member = members.get(id);
    if (member == null) {
      throw new IllegalArgumentException("no coordinator '" + id + "'");
    }
    return member;
  }

  private Path dataDir(String id) {
    return directory.path().resolve(id);
  }

  private Path log(String name) {
    return directory.path().resolve("logs").resolve(name + ".log");
  }
}
