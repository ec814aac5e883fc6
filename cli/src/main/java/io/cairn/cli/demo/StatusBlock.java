package io.cairn.cli.demo;

import io.cairn.cli.cluster.LocalCluster;
import io.cairn.cli.terminal.Colours;
import io.cairn.cli.terminal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The block of lines that shows how things are, at most 80 columns wide. */
final class StatusBlock {
  private static final int BAR = 24;

  private final LocalCluster cluster;
  private final boolean colours;

  StatusBlock(LocalCluster cluster, boolean colours) {
    this.cluster = cluster;
    this.colours = colours;
  }

  List<String> lines(RunFacts facts, Set<String> down) {
    List<String> lines = new ArrayList<>();
    lines.add("-".repeat(78));
    List<String> coordinators = new ArrayList<>();
    for (String id : cluster.coordinators()) {
      coordinators.add(node(id, down, id.equals(facts.leader()) ? "LEADER" : "follower"));
    }
    lines.add("coordinators  " + String.join("   ", coordinators) + "      term " + facts.term());
    List<String> agents = new ArrayList<>();
    for (String id : cluster.agents()) {
      agents.add(node(id, down, "up"));
    }
    lines.add("agents        " + String.join("   ", agents) + "      store " + store());
    lines.add(
        "job           "
            + facts.jobState()
            + ", attempt "
            + facts.attempt()
            + ", checkpoints: "
            + facts.completed()
            + " completed, "
            + facts.aborted()
            + " aborted");
    lines.add(facts.running().map(this::checkpoint).orElse("checkpoint    none in progress"));
    return lines;
  }

  private String checkpoint(CheckpointFacts c) {
    String acks = c.acks() + "/" + c.tasks() + " acks";
    return "checkpoint "
        + c.id()
        + " "
        + Colours.YELLOW.paint(c.state(), colours)
        + " ["
        + Words.bar(c.acks(), c.tasks(), BAR)
        + "] "
        + acks
        + ", "
        + Words.bytes(c.uploadedBytes())
        + ", "
        + Words.millis(c.millis(System.currentTimeMillis()));
  }

  private String node(String id, Set<String> down, String role) {
    if (down.contains(id)) {
      return id + " " + Colours.RED.paint("KILLED", colours);
    }
    return id + " " + (role.equals("LEADER") ? Colours.GREEN.paint(role, colours) : role);
  }

  private String store() {
    return cluster.store().startsWith("hdfs:") ? "hdfs" : "file";
  }
}
