package io.cairn.coordinator.app;

import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.Membership;
import io.cairn.coordinator.replication.ReplicationSettings;
import io.cairn.process.HostPort;
import io.cairn.process.config.ConfigException;
import io.cairn.process.config.ConfigFile;
import io.cairn.process.config.ConfigSection;
import io.cairn.process.logging.LogFormat;
import io.cairn.process.security.Exposure;
import io.cairn.process.security.SecuritySettings;
import io.cairn.process.tls.PeerName;
import io.cairn.process.tls.TlsSettings;
import io.cairn.storage.blob.BlobStores;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A coordinator's configuration file, checked.
 *
 * @param dataDir belongs to this coordinator alone
 * @param bind where this process listens
 * @param replication addresses and timings of the Raft group; its directory lies in dataDir
 * @param agentLease how long an agent may be silent
 * @param orphanSweep pause between two searches for orphans in the blob store
 * @param security who may do what
 * @param logFormat of the lines on standard error
 * @param tls for all ports and connections; empty: none
 * @param faults makes errors that only the start shows, naming file and line
 */
public record CoordinatorConfig(
    Path dataDir,
    Bind bind,
    ReplicationSettings replication,
    URI blobStore,
    Map<String, String> hadoop,
    Duration agentLease,
    Duration orphanSweep,
    SecuritySettings security,
    LogFormat logFormat,
    Optional<TlsSettings> tls,
    Faults faults) {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(3);
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
  private static final int DEFAULT_SWEEP_SECONDS = 600;
  private static final int MAX_SWEEP_SECONDS = 86_400;
  private static final int MAX_SNAPSHOT_SECONDS = 86_400;

  /** Where this process listens: as the others call it, unless the section {@code bind} differs. */
  record Bind(HostPort raft, HostPort session, HostPort admin) {}

  /** Errors that name the place in the file. */
  record Faults(ConfigSection top, ConfigSection self, Optional<ConfigSection> bind) {
    /** About a key of the outermost section. */
    ConfigException top(String key, String what) {
      return top.invalid(key, what);
    }

    /** About the addresses that this process binds. */
    ConfigException listening(String what) {
      return bind.isPresent() ? top.invalid("bind", what) : top.invalid("members", what);
    }

    /** About an address that this process binds: raft, session or admin. */
    ConfigException address(String key, String what) {
      return bind.filter(section -> section.has(key)).orElse(self).invalid(key, what);
    }
  }

  /** This process's member. */
  public ClusterMember self() {
    return replication.membership().self();
  }

  /**
   * Reads the file.
   *
   * @throws ConfigException with file, line and key
   */
  public static CoordinatorConfig read(Path file) {
    ConfigSection top = ConfigFile.read(file);
    String id = id(top);
    List<ClusterMember> members = new ArrayList<>();
    ConfigSection self = top;
    for (ConfigSection section : top.sections("members")) {
      ClusterMember member = member(section);
      self = member.id().equals(id) ? section : self;
      members.add(member);
    }
    Path dataDir = dataDir(top);
    Optional<ConfigSection> bind = top.sectionIfPresent("bind");
    CoordinatorConfig config =
        new CoordinatorConfig(
            dataDir,
            bind(bind, self),
            replication(top, membership(top, id, members), dataDir.resolve("raft")),
            blobStore(top),
            hadoop(top),
            top.millis("agentLeaseMillis", Duration.ofMillis(100), MAX_TIMEOUT, DEFAULT_LEASE),
            Duration.ofSeconds(
                top.integer("orphanSweepSeconds", 1, MAX_SWEEP_SECONDS, DEFAULT_SWEEP_SECONDS)),
            SecuritySettings.read(top, SecuritySettings.Kind.COORDINATOR),
            LogFormat.read(top),
            tls(top, id, members),
            new Faults(top, self, bind));
    top.rejectUnknownKeys();
    return config;
  }

  /** The certificate must name every host under which this process is known to the others. */
  private static Optional<TlsSettings> tls(
      ConfigSection top, String id, List<ClusterMember> members) {
    List<String> hosts =
        members.stream()
            .filter(member -> member.id().equals(id))
            .flatMap(self -> Stream.of(self.raft(), self.session(), self.admin()))
            .map(HostPort::host)
            .distinct()
            .toList();
    return TlsSettings.read(top, new PeerName(PeerName.COORDINATOR, id), hosts);
  }

  /**
   * Refuses to listen beyond loopback without TLS and authentication, unless the file allows it.
   *
   * @throws ConfigException with the way out
   */
  void requireSafeAddresses() {
    List<String> missing = new ArrayList<>();
    if (!security.asksPeople()) {
      missing.add("security.tokens");
    }
    if (tls.isEmpty() && !security.asksAgents()) {
      missing.add("security.agentSecret");
    }
    Exposure.refusal(
            List.of(bind.raft(), bind.session(), bind.admin()),
            tls.isPresent(),
            missing,
            security.allowInsecure())
        .ifPresent(
            why -> {
              throw faults.listening(why);
            });
  }

  private static Membership membership(ConfigSection top, String id, List<ClusterMember> members) {
    try {
      return new Membership(id, members);
    } catch (IllegalArgumentException e) {
      throw top.invalid("members", String.valueOf(e.getMessage()));
    }
  }

  private static ReplicationSettings replication(
      ConfigSection top, Membership membership, Path directory) {
    boolean bootstrap = top.bool("bootstrap", false);
    Duration election = ReplicationSettings.DEFAULT_ELECTION_TIMEOUT;
    Duration delay = ReplicationSettings.DEFAULT_MAX_ELECTION_DELAY;
    Duration snapshot = ReplicationSettings.DEFAULT_SNAPSHOT_INTERVAL;
    if (top.has("raft")) {
      ConfigSection raft = top.section("raft");
      election = raft.millis("electionTimeoutMillis", Duration.ofMillis(50), MAX_TIMEOUT, election);
      delay = raft.millis("maxElectionDelayMillis", Duration.ofMillis(1), MAX_TIMEOUT, delay);
      snapshot =
          Duration.ofSeconds(
              raft.integer(
                  "snapshotIntervalSeconds", 2, MAX_SNAPSHOT_SECONDS, (int) snapshot.toSeconds()));
    }
    return new ReplicationSettings(membership, directory, bootstrap, election, delay, snapshot);
  }

  private static Bind bind(Optional<ConfigSection> bind, ConfigSection self) {
    return new Bind(
        bound(bind, self, "raft"), bound(bind, self, "session"), bound(bind, self, "admin"));
  }

  private static HostPort bound(Optional<ConfigSection> bind, ConfigSection self, String key) {
    return address(bind.filter(section -> section.has(key)).orElse(self), key);
  }

  private static ClusterMember member(ConfigSection section) {
    return new ClusterMember(
        id(section),
        advertised(section, "raft"),
        advertised(section, "session"),
        advertised(section, "admin"));
  }

  private static HostPort advertised(ConfigSection section, String key) {
    HostPort address = address(section, key);
    if (address.host().equals("0.0.0.0") || address.host().equals("::")) {
      throw section.invalid(
          key,
          "nobody can connect to "
              + address.host()
              + "; give the address that the others reach, and this one as bind."
              + key);
    }
    return address;
  }

  private static HostPort address(ConfigSection section, String key) {
    HostPort address = section.hostPort(key);
    if (address.port() == 0) {
      throw section.invalid(key, "needs a fixed port: the other members must find it");
    }
    return address;
  }

  private static String id(ConfigSection section) {
    String id = section.text("id");
    if (!ID.matcher(id).matches()) {
      throw section.invalid(
          "id", "'" + id + "' should be 1 to 32 of a-z 0-9 -, not beginning with -");
    }
    return id;
  }

  private static Path dataDir(ConfigSection top) {
    try {
      return Path.of(top.text("dataDir")).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw top.invalid("dataDir", "is not a path: " + e.getMessage());
    }
  }

  /** Hadoop properties, and the directory of Hadoop's own configuration, if it is named. */
  private static Map<String, String> hadoop(ConfigSection top) {
    Map<String, String> settings = new LinkedHashMap<>(top.textMap("hadoop"));
    if (top.has("hadoopConfDir")) {
      settings.put(BlobStores.HADOOP_CONF_DIR, top.text("hadoopConfDir"));
    }
    return settings;
  }

  private static URI blobStore(ConfigSection top) {
    String text = top.text("blobStore");
    try {
      URI uri = new URI(text);
      String path = uri.getPath();
      if (uri.getScheme() != null && path != null && path.startsWith("/")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The answer is the same as for a URI without scheme.
    }
    throw top.invalid(
        "blobStore", "'" + text + "' should be like hdfs://host:8020/cairn or file:///path");
  }
}
