package io.cairn.chaos.faults;

import io.cairn.process.HostPort;
import io.cairn.process.ParentWatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Addresses, configurations and command lines of processes that are known by another address than
 * the one at which they listen.
 */
final class NodeFiles {
  /** Below the range from which the kernel takes ports for outgoing connections. */
  private static final int LOWEST_PORT = 20_000;

  private static final int HIGHEST_PORT = 32_000;

  /** Where a process listens, and as what the others know it; the ports are the same. */
  record Address(HostPort bind, HostPort front) {}

  private NodeFiles() {}

  /** A free port on two addresses of the loopback device, which belong to this process alone. */
  static Address address(int number) throws IOException {
    String bind = "127.0.50." + number;
    String front = "127.0.51." + number;
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket one = new ServerSocket();
          ServerSocket other = new ServerSocket()) {
        one.bind(new InetSocketAddress(bind, port));
        other.bind(new InetSocketAddress(front, port));
        return new Address(new HostPort(bind, port), new HostPort(front, port));
      } catch (java.net.BindException taken) {
        // another one
      }
    }
  }

  /** Of a coordinator; the addresses are Raft, session and admin, in this order. */
  static String coordinator(
      String id, Map<String, List<Address>> members, Path dataDir, String store) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("id: ").append(id).append("\ndataDir: \"").append(dataDir);
    yaml.append("\"\nbootstrap: true\nmembers:\n");
    members.forEach(
        (member, addresses) -> {
          yaml.append("  - id: ").append(member);
          yaml.append("\n    raft: \"").append(addresses.get(0).front());
          yaml.append("\"\n    session: \"").append(addresses.get(1).front());
          yaml.append("\"\n    admin: \"").append(addresses.get(2).front()).append("\"\n");
        });
    List<Address> own = members.getOrDefault(id, List.of());
    yaml.append("bind:\n  raft: \"").append(own.get(0).bind());
    yaml.append("\"\n  session: \"").append(own.get(1).bind());
    yaml.append("\"\n  admin: \"").append(own.get(2).bind());
    yaml.append("\"\nblobStore: \"").append(store).append("\"\n");
    yaml.append("raft: {electionTimeoutMillis: 400, maxElectionDelayMillis: 200,");
    yaml.append(" snapshotIntervalSeconds: 3}\n");
    return yaml.toString();
  }

  static String agent(
      String id,
      Address data,
      Map<String, List<Address>> members,
      Path dataDir,
      FaultyCluster.Uploads uploads) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("id: ").append(id).append("\ndataDir: \"").append(dataDir);
    yaml.append("\"\ndata: {bind: \"").append(data.bind()).append("\", advertisedHost: \"");
    yaml.append(data.front().host()).append("\"}\ncoordinators:\n");
    members
        .values()
        .forEach(addresses -> yaml.append("  - \"" + addresses.get(1).front() + "\"\n"));
    yaml.append("slots: 8\nblobStore: \"").append(uploads.store());
    yaml.append("\"\nuploadBytesPerSecond: ").append(uploads.bytesPerSecond()).append('\n');
    return yaml.toString();
  }

  static List<String> command(String role, Path config, Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.io.tmpdir=" + scratch,
            "-Dcom.google.protobuf.use_unsafe_pre22_gencode=true",
            "-Dsofa.middleware.log.disable=true",
            "-D" + ParentWatch.PROPERTY + "=" + ParentWatch.STDIN,
            "-cp",
            System.getProperty("java.class.path"),
            "io.cairn.cli.CairnMain",
            role,
            "--config",
            config.toString()));
    return command;
  }
}
