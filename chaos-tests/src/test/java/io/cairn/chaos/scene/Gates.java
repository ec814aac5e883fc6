package io.cairn.chaos.scene;

import io.cairn.process.failpoint.Failpoint;
import io.cairn.process.failpoint.FailpointPlan;
import io.cairn.process.history.LineTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gates at failpoints of real processes: while one is closed, whoever comes there waits. Each agent
 * has its own; the coordinators share theirs, since only the leader comes there. Of one thread.
 */
public final class Gates {
  /** Places of agents. */
  public static final List<Failpoint> OF_AGENTS =
      List.of(
          Failpoint.AFTER_BARRIER,
          Failpoint.AFTER_LOCAL,
          Failpoint.DURING_UPLOAD,
          Failpoint.BEFORE_ACK,
          Failpoint.BEFORE_SINK_COMMIT,
          Failpoint.AFTER_SINK_COMMIT);

  /** Places of the leader; all in threads that work on the store, so that it goes on leading. */
  public static final List<Failpoint> OF_LEADERS =
      List.of(
          Failpoint.BEFORE_PENDING,
          Failpoint.BETWEEN_PENDING_AND_COMMIT,
          Failpoint.AFTER_COMPLETED_BEFORE_RENAME,
          Failpoint.AFTER_RENAME,
          Failpoint.DURING_DELETION);

  private static final String COORDINATORS = "coordinators";

  private final Path directory;
  private final Path logs;
  private final List<String> agents;
  private final Map<String, Arrivals> arrivals = new HashMap<>();
  private Optional<String> held = Optional.empty();

  private Gates(Path directory, Path logs, List<String> agents) {
    this.directory = directory;
    this.logs = logs;
    this.agents = agents;
  }

  /**
   * All open. From here on until {@link #remove} coordinators that this JVM starts have theirs.
   *
   * @param logs where the processes' logs are
   */
  public static Gates create(Path directory, Path logs, List<String> agents) throws IOException {
    Files.createDirectories(directory);
    Gates gates = new Gates(directory, logs, agents);
    gates.openAll();
    System.setProperty(FailpointPlan.PROPERTY, gates.plan(OF_LEADERS, COORDINATORS));
    return gates;
  }

  void remove() throws IOException {
    System.clearProperty(FailpointPlan.PROPERTY);
    openAll();
  }

  /** The option of an agent's JVM, whose name stands in it as {@code {agent}}. */
  String agentOption() {
    return "-D" + FailpointPlan.PROPERTY + "=" + plan(OF_AGENTS, "{agent}");
  }

  private String plan(List<Failpoint> places, String who) {
    return places.stream()
        .map(gate -> gate.kebab() + ":hold=" + directory.resolve(who + "-" + gate.kebab()))
        .collect(Collectors.joining(","));
  }

  public void close(String agent, Failpoint gate) throws IOException {
    held = Optional.of(agent);
    Files.deleteIfExists(file(agent, gate));
  }

  public void closeForLeader(Failpoint gate) throws IOException {
    Files.deleteIfExists(file(COORDINATORS, gate));
  }

  public void openAll() throws IOException {
    held = Optional.empty();
    for (Failpoint gate : OF_LEADERS) {
      open(COORDINATORS, gate);
    }
    for (String agent : agents) {
      for (Failpoint gate : OF_AGENTS) {
        open(agent, gate);
      }
    }
  }

  /** The agent at which a gate was closed last; empty when all are open. */
  Optional<String> held() {
    return held;
  }

  private void open(String who, Failpoint gate) throws IOException {
    if (!Files.exists(file(who, gate))) {
      Files.createFile(file(who, gate));
    }
  }

  /** How often a process came to the place in all its runs, be the gate open or closed. */
  public long arrivals(String process, Failpoint gate) throws IOException {
    Arrivals of = arrivals.computeIfAbsent(process, p -> new Arrivals(log(p)));
    of.read();
    return of.counts.getOrDefault(gate.kebab(), 0L);
  }

  private Path log(String process) {
    return logs.resolve(process + ".log");
  }

  /** What a log said so far; read on from where it ended. */
  private static final class Arrivals {
    private static final Pattern LINE = Pattern.compile("failpoint ([a-z-]+) hit");

    private final Map<String, Long> counts = new HashMap<>();
    private final LineTail log;

    Arrivals(Path log) {
      this.log = new LineTail(log);
    }

    void read() throws IOException {
      for (String said : log.poll()) {
        Matcher line = LINE.matcher(said);
        if (line.lookingAt()) {
          counts.merge(String.valueOf(line.group(1)), 1L, Long::sum);
        }
      }
    }
  }

  private Path file(String who, Failpoint gate) {
    return directory.resolve(who + "-" + gate.kebab());
  }
}
