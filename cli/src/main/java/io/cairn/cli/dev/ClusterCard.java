package io.cairn.cli.dev;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.process.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where a local cluster is, for a person and for a script. */
final class ClusterCard {
  private static final String VARIABLE = "CAIRN_COORDINATORS";

  private final LocalCluster cluster;
  private final String coordinators;

  ClusterCard(LocalCluster cluster) {
    this.cluster = cluster;
    this.coordinators =
        cluster.adminAddresses().stream().map(HostPort::toString).collect(Collectors.joining(","));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("The cluster is up. It ends with Ctrl-C.");
    lines.add("");
    lines.add("  store      " + cluster.store());
    lines.add("  directory  " + cluster.directory());
    cluster.pids().forEach((name, pid) -> lines.add("  " + pad(name) + "pid " + pid));
    lines.add("");
    lines.add("export " + VARIABLE + "=" + coordinators);
    lines.add("");
    lines.add("Then try, in another terminal:");
    lines.add("  bin/cairn status");
    lines.add("  bin/cairn checkpoint watch flight-delays");
    lines.add("  bin/cairn checkpoint list flight-delays");
    return lines;
  }

  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("env").put(VARIABLE, coordinators);
    cluster.coordinators().forEach(json.putArray("coordinators")::add);
    ArrayNode admin = json.putArray("admin");
    cluster.adminAddresses().forEach(address -> admin.add(address.toString()));
    cluster.agents().forEach(json.putArray("agents")::add);
    json.put("store", cluster.store());
    json.put("directory", cluster.directory().toString());
    ObjectNode pids = json.putObject("pids");
    cluster.pids().forEach(pids::put);
    return json.toPrettyString() + "\n";
  }

  private static String pad(String name) {
    return name + " ".repeat(Math.max(1, 11 - name.length()));
  }
}
