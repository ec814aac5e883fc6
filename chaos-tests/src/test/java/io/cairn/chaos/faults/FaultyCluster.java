package io.cairn.chaos.faults;

import io.cairn.chaos.Await;
import io.cairn.chaos.Leaders;
import io.cairn.chaos.faults.NodeFiles.Address;
import io.cairn.chaos.faults.net.FaultNetwork;
import io.cairn.cli.admin.AdminClient;
import io.cairn.process.HostPort;
import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryReader;
import io.cairn.process.history.HistoryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Real coordinators and agents, all connections between which go through a {@link FaultNetwork}.
 * The directories and the environment of each process can be chosen, for disks and clocks that
 * fail. Of the test's thread.
 */
final class FaultyCluster implements AutoCloseable {
  static final Duration BOUND = Duration.ofSeconds(90);
  private static final int FIRST_AGENT = 100;

  /** Where agents upload to, and how fast; 0: unlimited. */
  record Uploads(String store, long bytesPerSecond) {}

  private final Path root;
  private final Uploads uploads;
  private final FaultNetwork network;
  private final Map<String, List<Address>> members = new LinkedHashMap<>();
  private final Map<String, Address> agents = new LinkedHashMap<>();
  private final Map<String, FaultyNode> nodes = new LinkedHashMap<>();
  private final Map<String, Path> directories = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> environments = new LinkedHashMap<>();

  /** Chooses addresses; nothing is started yet. */
  FaultyCluster(Path root, int coordinators, int agents, long bytesPerSecond) throws IOException {
    this.root = root;
    String store = root.resolve("store").toUri().toString();
    this.uploads = new Uploads(store.substring(0, store.length() - 1), bytesPerSecond);
    this.network = new FaultNetwork(1);
    Files.createDirectories(root.resolve("store"));
    Files.createDirectories(root.resolve("tmp"));
    for (int i = 1; i <= coordinators; i++) {
      List<Address> addresses = new ArrayList<>();
      for (int port = 0; port < 3; port++) {
        Address address = NodeFiles.address(i);
        network.front("c" + i, address.front(), address.bind());
        addresses.add(address);
      }
      members.put("c" + i, addresses);
    }
    for (int i = 1; i <= agents; i++) {
      Address address = NodeFiles.address(FIRST_AGENT + i);
      network.front("a" + i, address.front(), address.bind());
      this.agents.put("a" + i, address);
    }
  }

  FaultNetwork network() {
    return network;
  }

  List<String> coordinators() {
    return List.copyOf(members.keySet());
  }

  List<String> agents() {
    return List.copyOf(agents.keySet());
  }

  Path root() {
    return root;
  }

  /** Another place than the usual for a process's data, from its next start on. */
  void place(String name, Path directory) {
    directories.put(name, directory);
  }

  /** Added to the environment of a process, from its next start on. */
  void environment(String name, Map<String, String> variables) {
    environments.put(name, variables);
  }

  /** Where a process has its data. */
  Path directory(String name) {
    return directories.getOrDefault(name, root.resolve(name));
  }

  /** Starts everything and waits until every process serves. */
  void startAll() throws IOException {
    for (String name : coordinators()) {
      start(name);
    }
    for (String name : agents()) {
      start(name);
    }
    awaitServing(coordinators());
    awaitServing(agents());
  }

  /** Starts a process, with the data that it has; returns without waiting. */
  void start(String name) throws IOException {
    Files.createDirectories(directory(name));
    Path config = root.resolve(name + ".yaml");
    Address data = agents.get(name);
    String yaml =
        data == null
            ? NodeFiles.coordinator(name, members, directory(name), uploads.store())
            : NodeFiles.agent(name, data, members, directory(name), uploads);
    Files.writeString(config, yaml + (data == null ? "" : "metrics: {bind: \"127.0.0.1:0\"}\n"));
    FaultyNode node =
        FaultyNode.start(
            name,
            NodeFiles.command(data == null ? "coordinator" : "agent", config, root.resolve("tmp")),
            environments.getOrDefault(name, Map.of()),
            root.resolve(name + ".log"));
    network.attach(name, node.pid());
    nodes.put(name, node);
  }

  void awaitServing(List<String> names) {
    for (String name : names) {
      Await.until(BOUND, () -> node(name).serves(), () -> name + " serves");
    }
  }

  FaultyNode node(String name) {
    FaultyNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no process " + name);
    }
    return node;
  }

  /** A client of these coordinators alone, which no fault of the network harms. */
  AdminClient admin(List<String> of) {
    return AdminClient.of(
        of.stream().map(name -> members.getOrDefault(name, List.of()).get(2).bind()).toList());
  }

  /** Where the coordinators answer, which no fault of the network harms. */
  List<HostPort> adminAddresses() {
    return members.values().stream().map(addresses -> addresses.get(2).bind()).toList();
  }

  AdminClient admin() {
    return admin(coordinators());
  }

  /** Who leads, in the eyes of these coordinators, one of them; waits for one. */
  String leader(List<String> among) {
    return Leaders.await(BOUND, admin(among), among);
  }

  String leader() {
    return leader(coordinators());
  }

  /** Waits until every coordinator has the same state at the same index. */
  void awaitEqual() {
    String[] last = {""};
    Await.until(
        BOUND,
        () -> {
          last[0] = admin().get("health").toString();
          return admin().get("health").path("status").asText().equals("ok");
        },
        () -> "equal states; " + last[0]);
  }

  List<HistoryEvent> history(String name) throws IOException {
    return HistoryReader.read(directory(name).resolve(HistoryWriter.FILE_NAME));
  }

  @Override
  public void close() throws IOException {
    try {
      for (FaultyNode node : nodes.values()) {
        node.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while processes were ended", e);
    } finally {
      network.close();
    }
  }
}
