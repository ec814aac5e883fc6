package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.terminal.Table;
import io.cairn.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cairn status}: the cluster and its jobs on one page. */
@Command(
    name = "status",
    description = "Show the cluster: leader, coordinators, agents and jobs.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin = new AdminOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer =
        admin.ask(
            client -> {
              ObjectNode both = JsonNodeFactory.instance.objectNode();
              both.set("cluster", client.get("cluster"));
              both.set("jobs", client.get("jobs").path("jobs"));
              return both;
            });
    admin.show(spec, answer, StatusCommand::lines);
    return ExitCode.OK;
  }

  private static List<String> lines(JsonNode answer) {
    JsonNode cluster = answer.path("cluster");
    List<String> lines = new ArrayList<>();
    JsonNode leader = cluster.path("leader");
    lines.add("cluster  " + cluster.path("clusterId").asText());
    lines.add(
        "leader   "
            + (leader.isObject()
                ? leader.path("id").asText() + ", term " + leader.path("term").asLong()
                : "none")
            + ", applied index "
            + cluster.path("appliedIndex").asLong());
    lines.add("");
    Table members = new Table("COORDINATOR", "RAFT", "SESSION", "ADMIN", "ROLE");
    for (JsonNode m : cluster.path("members")) {
      members.row(
          m.path("id").asText(),
          m.path("raft").asText(),
          m.path("session").asText(),
          m.path("admin").asText(),
          role(m));
    }
    lines.addAll(members.lines());
    lines.add("");
    Table agents = new Table("AGENT", "STATE", "INCARNATION", "DATA", "SLOTS USED");
    for (JsonNode a : cluster.path("agents")) {
      agents.row(
          a.path("id").asText(),
          a.path("state").asText(),
          a.path("incarnation").asLong(),
          a.path("host").asText() + ":" + a.path("port").asInt(),
          a.path("usedSlots").asInt() + " of " + a.path("slots").asInt());
    }
    lines.addAll(agents.lines());
    lines.add("");
    JobCommand.table(answer.path("jobs")).forEach(lines::add);
    return lines;
  }

  /** The cluster's answer lists its members, dead or alive; so each is knocked at. */
  private static String role(JsonNode member) {
    if (member.path("leader").asBoolean()) {
      return "leader";
    }
    return Knock.isRefused(member.path("admin").asText()) ? "down" : "follower";
  }
}
