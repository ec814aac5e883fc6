package io.cairn.agent.app;

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
import io.cairn.storage.state.StateMemory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An agent's configuration file, checked.
 *
 * @param dataDir belongs to this agent alone
 * @param bind where the data plane listens; port 0: any free one
 * @param advertisedHost under which other agents reach it
 * @param coordinators session addresses, {@code host:port}
 * @param slots how many tasks may run here
 * @param uploadBytesPerSecond for all uploads together; 0: unlimited
 * @param stateMemory for the keyed state of all tasks together
 * @param metrics where figures are served
 * @param security who may do what
 * @param logFormat of the lines on standard error
 * @param tls for all ports and connections; empty: none
 * @param faults makes errors that only the start shows, naming file and line
 */
public record AgentConfig(
    String id,
    Path dataDir,
    HostPort bind,
    String advertisedHost,
    List<String> coordinators,
    int slots,
    URI blobStore,
    long uploadBytesPerSecond,
    StateMemory stateMemory,
    Map<String, String> hadoop,
    MetricsBind metrics,
    SecuritySettings security,
    LogFormat logFormat,
    Optional<TlsSettings> tls,
    Faults faults) {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final int DEFAULT_SLOTS = 8;
  private static final int MAX_SLOTS = 1_024;

  /** Where figures are served unless the file says it. */
  private static final HostPort DEFAULT_METRICS = new HostPort("127.0.0.1", 7501);

  /**
   * Where figures are served.
   *
   * @param inFile whether the file says so: then it must be free, else any other port will do
   */
  record MetricsBind(HostPort address, boolean inFile) {}

  /** Errors that name the place in the file. */
  record Faults(ConfigSection top, ConfigSection data) {
    /** About a key of the outermost section. */
    ConfigException top(String key, String what) {
      return top.invalid(key, what);
    }

    /** About the address of the data plane. */
    ConfigException bind(String what) {
      return data.invalid("bind", what);
    }
  }

  /**
   * Reads the file.
   *
   * @throws ConfigException with file, line and key
   */
  public static AgentConfig read(Path file) {
    ConfigSection top = ConfigFile.read(file);
    ConfigSection data = top.section("data");
    HostPort bind = data.hostPort("bind");
    String id = id(top);
    String host = advertisedHost(data, bind);
    AgentConfig config =
        new AgentConfig(
            id,
            dataDir(top),
            bind,
            host,
            coordinators(top),
            top.integer("slots", 1, MAX_SLOTS, DEFAULT_SLOTS),
            blobStore(top),
            top.number("uploadBytesPerSecond", 0, Long.MAX_VALUE, 0),
            stateMemory(top),
            hadoop(top),
            metrics(top),
            SecuritySettings.read(top, SecuritySettings.Kind.AGENT),
            LogFormat.read(top),
            TlsSettings.read(top, new PeerName(PeerName.AGENT, id), List.of(host)),
            new Faults(top, data));
    top.rejectUnknownKeys();
    return config;
  }

  /**
   * Refuses to listen beyond loopback without TLS and authentication, unless the file allows it.
   *
   * @throws ConfigException with the way out
   */
  void requireSafeAddresses() {
    refuse(
            List.of(bind),
            tls.isPresent() || security.asksAgents() ? List.of() : List.of("security.agentSecret"))
        .ifPresent(
            why -> {
              throw faults.bind(why);
            });
    boolean asked = security.asksPeople() || security.openMetrics();
    refuse(List.of(metrics.address()), asked ? List.of() : List.of("security.tokens"))
        .ifPresent(
            why -> {
              throw faults.top("metrics", why);
            });
  }

  private Optional<String> refuse(List<HostPort> addresses, List<String> missing) {
    return Exposure.refusal(addresses, tls.isPresent(), missing, security.allowInsecure());
  }

  private static MetricsBind metrics(ConfigSection top) {
    return top.sectionIfPresent("metrics")
        .map(section -> new MetricsBind(section.hostPort("bind"), true))
        .orElse(new MetricsBind(DEFAULT_METRICS, false));
  }

  private static StateMemory stateMemory(ConfigSection top) {
    Optional<ConfigSection> state = top.sectionIfPresent("state");
    if (state.isEmpty()) {
      return StateMemory.ofDefaultSizes();
    }
    return new StateMemory(
        state
            .get()
            .number(
                "memoryBytes", StateMemory.MIN_BYTES, Long.MAX_VALUE, StateMemory.DEFAULT_BYTES),
        state
            .get()
            .integer(
                "writeBufferPercent",
                StateMemory.MIN_WRITE_BUFFER_PERCENT,
                StateMemory.MAX_WRITE_BUFFER_PERCENT,
                StateMemory.DEFAULT_WRITE_BUFFER_PERCENT));
  }

  private static String id(ConfigSection top) {
    String id = top.text("id");
    if (!ID.matcher(id).matches()) {
      throw top.invalid("id", "'" + id + "' should be 1 to 32 of a-z 0-9 -, not beginning with -");
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

  private static String advertisedHost(ConfigSection data, HostPort bind) {
    String host = data.text("advertisedHost", bind.host());
    if (host.equals("0.0.0.0") || host.equals("::")) {
      throw data.invalid(
          "bind", "other agents cannot connect to " + host + "; give data.advertisedHost too");
    }
    return host;
  }

  private static List<String> coordinators(ConfigSection top) {
    List<String> addresses = top.texts("coordinators");
    for (String address : addresses) {
      try {
        var unused = HostPort.parse(address);
      } catch (IllegalArgumentException e) {
        throw top.invalid("coordinators", e.getMessage() + " (for example \"127.0.0.1:7201\")");
      }
    }
    return addresses;
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
