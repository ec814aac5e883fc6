package io.cairn.agent.app;

import io.cairn.storage.snapshot.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What this agent knows of its cluster, kept over restarts: its id, and the session addresses of
 * the coordinators as one of them last told. Read by any thread, changed by the agent's.
 */
final class KnownCluster {

  private static final String CLUSTER = "cluster ";
  private static final String COORDINATOR = "coordinator ";

  private final Path file;
  private volatile Facts facts;

  private record Facts(String clusterId, List<String> coordinators) {
    Facts {
      coordinators = List.copyOf(coordinators);
    }
  }

  private KnownCluster(Path file, Facts facts) {
    this.file = file;
    this.facts = facts;
  }

  /** Reads the file; nothing is known when it is missing. */
  static KnownCluster read(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return new KnownCluster(file, new Facts("", List.of()));
    }
    if (lines.isEmpty() || !lines.get(0).startsWith(CLUSTER)) {
      throw new IOException(
          file + " is damaged: it should begin with '" + CLUSTER + "ID'; restore or delete it");
    }
    List<String> coordinators =
        lines.stream()
            .filter(line -> line.startsWith(COORDINATOR))
            .map(line -> line.substring(COORDINATOR.length()))
            .toList();
    return new KnownCluster(
        file, new Facts(lines.get(0).substring(CLUSTER.length()), coordinators));
  }

  /** The cluster this agent belongs to; empty while it has not joined one. */
  String clusterId() {
    return facts.clusterId();
  }

  /** Session addresses; empty while none were told. */
  List<String> coordinators() {
    return facts.coordinators();
  }

  /** This agent has joined the cluster. */
  void joined(String clusterId) throws IOException {
    remember(new Facts(clusterId, facts.coordinators()));
  }

  /** The coordinators are these now. An empty list says nothing. */
  void coordinators(List<String> addresses) throws IOException {
    if (!addresses.isEmpty() && !facts.clusterId().isEmpty()) {
      remember(new Facts(facts.clusterId(), addresses));
    }
  }

  private void remember(Facts now) throws IOException {
    if (now.equals(facts)) {
      return;
    }
    facts = now;
    StringBuilder text = new StringBuilder(CLUSTER).append(now.clusterId()).append('\n');
    now.coordinators().forEach(a -> text.append(COORDINATOR).append(a).append('\n'));
    DurableFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
