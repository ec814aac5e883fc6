package io.cairn.benchmarks.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.admin.AdminClient;
import io.cairn.process.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Three coordinators as processes on the loopback address, in their default settings, with their
 * data under one directory and {@code file://} as the blob store. One thread.
 */
final class Coordinators implements AutoCloseable {
  static final int REPLICAS = 3;

  private static final int PORTS_EACH = 3;

  private final Path directory;
  private final List<String> options;
  private final List<Integer> ports;
  private final List<JavaProcess> processes = new ArrayList<>();

  private Coordinators(Path directory, List<String> options, List<Integer> ports) {
    this.directory = directory;
    this.options = options;
    this.ports = ports;
  }

  /**
   * Starts them, and returns when all serve.
   *
   * @param directory empty or missing
   * @param options further ones of their JVMs
   * @param raft further lines of the section {@code raft}, in flow style; empty for the defaults
   */
  static Coordinators start(Path directory, List<String> options, String raft)
      throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("store"));
    Coordinators all = new Coordinators(directory, options, Ports.free(REPLICAS * PORTS_EACH));
    boolean done = false;
    try {
      for (int i = 0; i < REPLICAS; i++) {
        Files.createDirectories(all.data(i));
        Files.writeString(all.config(i), all.yaml(i, raft));
        all.processes.add(all.launch(i));
      }
      for (JavaProcess process : all.processes) {
        process.awaitReady();
      }
      done = true;
      return all;
    } finally {
      if (!done) {
        all.close();
      }
    }
  }

  private String yaml(int self, String raft) {
    StringBuilder yaml = new StringBuilder(512);
    yaml.append("id: c").append(self + 1).append("\ndataDir: \"").append(data(self));
    yaml.append("\"\nbootstrap: true\nmembers:\n");
    for (int i = 0; i < REPLICAS; i++) {
      yaml.append("  - id: c").append(i + 1).append('\n');
      yaml.append("    raft: \"").append(address(i, 0)).append("\"\n");
      yaml.append("    session: \"").append(address(i, 1)).append("\"\n");
      yaml.append("    admin: \"").append(address(i, 2)).append("\"\n");
    }
    yaml.append("blobStore: \"").append(directory.resolve("store").toUri()).append("\"\n");
    if (!raft.isEmpty()) {
      yaml.append("raft: {").append(raft).append("}\n");
    }
    return yaml.toString();
  }

  private JavaProcess launch(int index) throws IOException {
    List<String> own = new ArrayList<>();
    options.forEach(option -> own.add(option.replace("%i", "c" + (index + 1))));
    List<String> main =
        List.of("io.cairn.cli.CairnMain", "coordinator", "--config", config(index).toString());
    return JavaProcess.start(own, main, log(index));
  }

  private Path config(int index) {
    return directory.resolve("c" + (index + 1) + ".yaml");
  }

  private Path data(int index) {
    return directory.resolve("c" + (index + 1));
  }

  /** What a coordinator says on its standard error. */
  Path log(int index) {
    return directory.resolve("c" + (index + 1) + ".log");
  }

  private HostPort address(int index, int which) {
    return new HostPort("127.0.0.1", ports.get(index * PORTS_EACH + which));
  }

  List<String> sessions() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < REPLICAS; i++) {
      all.add(address(i, 1).toString());
    }
    return all;
  }

  HostPort admin(int index) {
    return address(index, 2);
  }

  /** A client of the one coordinator, or of all. */
  AdminClient client() {
    return AdminClient.of(List.of(admin(0), admin(1), admin(2)));
  }

  JavaProcess process(int index) {
    return processes.get(index);
  }

  /** CPU time of all coordinators together. */
  Duration cpu() {
    return processes.stream().map(JavaProcess::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  /** Who leads in which term, as the cluster says in a linearizable read. */
  Leader leader() throws InterruptedException {
    JsonNode leader = client().get("cluster").path("leader");
    String id = leader.path("id").asText("");
    if (id.isEmpty()) {
      throw new IllegalStateException("the cluster names no leader");
    }
    return new Leader(Integer.parseInt(id.substring(1)) - 1, leader.path("term").asLong());
  }

  /** A leader: its place in this list, and its term. */
  record Leader(int index, long term) {}

  void kill(int index) {
    processes.get(index).kill();
  }

  /** Starts a killed one again, with its data; returns when it serves. */
  void restart(int index) throws IOException, InterruptedException {
    processes.set(index, launch(index));
    processes.get(index).awaitReady();
  }

  @Override
  public void close() {
    processes.forEach(JavaProcess::close);
  }
}
