package io.cairn.cli.cluster;

import io.cairn.process.HostPort;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the configuration files of coordinators and agents. */
final class NodeConfigs {
  /**
   * The Hadoop client's settings: one DataNode, and a killed server must not stall a client for
   * long.
   */
  static final Map<String, String> HADOOP = hadoop();

  /** A coordinator's addresses. */
  record Member(String id, HostPort raft, HostPort session, HostPort admin) {}

  private NodeConfigs() {}

  /** Of a coordinator that is to be added: with an empty log it founds nothing. */
  static String addedCoordinator(Member self, List<Member> all, Path dataDir, String store) {
    return coordinator(self, all, dataDir, store)
        .replaceFirst("(?m)^bootstrap: true$", "bootstrap: false");
  }

  static String coordinator(Member self, List<Member> members, Path dataDir, String store) {
    StringBuilder yaml = new StringBuilder();
    line(yaml, "id: " + self.id());
    line(yaml, "dataDir: " + quoted(dataDir.toString()));
    line(yaml, "bootstrap: true");
    line(yaml, "members:");
    for (Member m : members) {
      line(yaml, "  - id: " + m.id());
      line(yaml, "    raft: " + quoted(m.raft().toString()));
      line(yaml, "    session: " + quoted(m.session().toString()));
      line(yaml, "    admin: " + quoted(m.admin().toString()));
    }
    line(yaml, "blobStore: " + quoted(store));
    line(yaml, "agentLeaseMillis: 3000");
    line(yaml, "raft: {electionTimeoutMillis: 300, maxElectionDelayMillis: 100}");
    settings(yaml, store);
    return yaml.toString();
  }

  static String agent(
      String id, List<Member> members, Path dataDir, String store, long uploadLimit, int slots) {
    StringBuilder yaml = new StringBuilder();
    line(yaml, "id: " + id);
    line(yaml, "dataDir: " + quoted(dataDir.toString()));
    line(yaml, "data: {bind: \"127.0.0.1:0\"}");
    line(yaml, "coordinators:");
    members.forEach(m -> line(yaml, "  - " + quoted(m.session().toString())));
    line(yaml, "slots: " + slots);
    line(yaml, "blobStore: " + quoted(store));
    line(yaml, "uploadBytesPerSecond: " + uploadLimit);
    settings(yaml, store);
    return yaml.toString();
  }

  private static void settings(StringBuilder yaml, String store) {
    if (store.startsWith("hdfs:")) {
      line(yaml, "hadoop:");
      HADOOP.forEach((key, value) -> line(yaml, "  " + key + ": " + quoted(value)));
    }
  }

  private static Map<String, String> hadoop() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("dfs.replication", "1");
    settings.put("dfs.client.socket-timeout", "4000");
    settings.put("dfs.datanode.socket.write.timeout", "60000");
    settings.put("ipc.client.connect.timeout", "2000");
    settings.put("ipc.client.connect.max.retries", "2");
    settings.put("ipc.client.connect.max.retries.on.timeouts", "1");
    settings.put("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "10");
    settings.put("dfs.client.block.write.replace-datanode-on-failure.best-effort", "true");
    return settings;
  }

  private static void line(StringBuilder yaml, String line) {
    yaml.append(line).append('\n');
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
