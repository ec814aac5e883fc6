package io.cairn.cli.cluster;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a local cluster shall be.
 *
 * @param name begins the name of its directory
 * @param coordinators ids
 * @param agents ids
 * @param store where snapshots go
 * @param storeAt URI of a store that is there already and is used instead; empty: none
 * @param uploadBytesPerSecond of an agent by its id; absent or 0: unlimited
 * @param slots of each agent
 * @param agentJvm options of the agents' JVMs instead of those for a quick start; empty: those.
 *     {@code {agent}} in them stands for the agent's id
 * @param tls whether its processes speak TLS
 * @param access whether they ask who comes: agents for a secret, people for a token
 * @param keep true leaves the directory at the end
 */
public record ClusterPlan(
    String name,
    List<String> coordinators,
    List<String> agents,
    Store store,
    String storeAt,
    Map<String, Long> uploadBytesPerSecond,
    int slots,
    List<String> agentJvm,
    boolean tls,
    boolean access,
    boolean keep) {

  /** Where snapshots go. */
  public enum Store {
    /** An HDFS of its own. */
    HDFS,
    /** A directory. */
    FILE;

    /** Hadoop's DataNode takes the %20 of a blank in its directory's URI for a format of Java. */
    void checkTemporaryDirectory() {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
      if (this == HDFS && temporary.toUri().getRawPath().contains("%")) {
        throw new CliException(
            ExitCode.USAGE,
            "HDFS cannot work in the temporary directory '"
                + temporary
                + "' because of a character in its name; set TMPDIR, or use --store file");
      }
    }
  }

  /** Copies its collections. */
  public ClusterPlan {
    coordinators = List.copyOf(coordinators);
    agents = List.copyOf(agents);
    uploadBytesPerSecond = Map.copyOf(uploadBytesPerSecond);
    agentJvm = List.copyOf(agentJvm);
  }

  /** Three coordinators and two agents with eight slots each. */
  public static ClusterPlan small(String name, Store store, boolean keep) {
    return new ClusterPlan(
        name,
        List.of("c1", "c2", "c3"),
        List.of("a1", "a2"),
        store,
        "",
        Map.of(),
        8,
        List.of(),
        false,
        false,
        keep);
  }

  /** The same with limited uploads. */
  public ClusterPlan withUploadLimits(Map<String, Long> bytesPerSecond) {
    return with(agents, storeAt, bytesPerSecond, slots, agentJvm);
  }

  /** The same with other agents: for measurements. */
  public ClusterPlan withAgents(List<String> ids, int slotsEach, List<String> jvm) {
    return with(ids, storeAt, uploadBytesPerSecond, slotsEach, jvm);
  }

  /** The same on a store that is there already. */
  public ClusterPlan withStoreAt(String uri) {
    return with(agents, uri, uploadBytesPerSecond, slots, agentJvm);
  }

  private ClusterPlan with(
      List<String> ids, String uri, Map<String, Long> limits, int slotsEach, List<String> jvm) {
    return new ClusterPlan(
        name, coordinators, ids, store, uri, limits, slotsEach, jvm, tls, access, keep);
  }

  /** The same with TLS, and an authority of its own. */
  public ClusterPlan withTls() {
    return guarded(true, access);
  }

  /** The same with a person of each role, and secrets of its own. */
  public ClusterPlan withAccess() {
    return guarded(tls, true);
  }

  private ClusterPlan guarded(boolean withTls, boolean withAccess) {
    return new ClusterPlan(
        name,
        coordinators,
        agents,
        store,
        storeAt,
        uploadBytesPerSecond,
        slots,
        agentJvm,
        withTls,
        withAccess,
        keep);
  }
}
