package io.cairn.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What needs attention in a picture of a cluster, the worst first. Pure. */
final class Alarms {
  private static final Set<String> WELL = Set.of("OK", "NOT_COMPARED");
  private static final Set<String> BROKEN = Set.of("DIFFERS", "FOREIGN");
  private static final Set<String> UNSETTLED =
      Set.of("SUBMITTED", "DEPLOYING", "RESTARTING", "SALVAGING");

  private Alarms() {}

  static List<Alarm> of(Picture picture) {
    List<Alarm> alarms = new ArrayList<>();
    for (String problem : picture.problems()) {
      alarms.add(Alarm.bad("cluster", problem, "", 0));
    }
    ofMembers(picture.members(), alarms);
    ofAgents(picture.cluster().path("agents"), alarms);
    for (JsonNode job : picture.jobs()) {
      ofJob(job, alarms);
    }
    for (Picture.JobCheckpoints of : picture.recent()) {
      ofPause(of, alarms);
      LateCheckpoint.of(of).ifPresent(alarms::add);
      LastFailures.of(of).ifPresent(alarms::add);
    }
    alarms.sort(Comparator.comparing(alarm -> !alarm.bad()));
    return alarms;
  }

  private static void ofMembers(JsonNode members, List<Alarm> alarms) {
    int silent = 0;
    for (JsonNode member : members) {
      silent += member.path("verdict").asText().equals("UNREACHABLE") ? 1 : 0;
    }
    int spare = (members.size() - 1) / 2 - silent;
    for (JsonNode member : members) {
      String verdict = member.path("verdict").asText();
      String detail = member.path("detail").asText("");
      String what = verdict + (detail.isEmpty() ? "" : ": " + detail);
      String id = member.path("id").asText();
      String admin = member.path("admin").asText();
      String where = detail.contains(admin) ? "" : "coordinator at " + admin;
      if (BROKEN.contains(verdict)) {
        alarms.add(Alarm.bad(id, what, where, 0));
      } else if (verdict.equals("UNREACHABLE")) {
        String left =
            spare > 0
                ? "; the cluster bears " + spare + " more"
                : spare == 0 ? "; the cluster bears no further loss" : "; no majority is left";
        alarms.add(new Alarm(spare <= 0, id, what + left, where, 0));
      } else if (!WELL.contains(verdict)) {
        alarms.add(Alarm.warning(id, what, where, 0));
      } else if (member.path("role").asText().equals("NOT_VOTING")) {
        alarms.add(Alarm.warning(id, "does not vote yet", where, 0));
      }
    }
  }

  private static void ofAgents(JsonNode agents, List<Alarm> alarms) {
    for (JsonNode agent : agents) {
      String state = agent.path("state").asText();
      String where = "agent at " + agent.path("host").asText() + ":" + agent.path("port").asInt();
      String id = agent.path("id").asText();
      long since = agent.path("since").asLong(0);
      if (state.equals("LOST")) {
        alarms.add(
            Alarm.warning(id, "LOST: its tasks run elsewhere if slots are free", where, since));
      } else if (state.equals("DRAINING")) {
        alarms.add(Alarm.warning(id, "DRAINING: it takes no new tasks", where, since));
      }
    }
  }

  private static void ofJob(JsonNode job, List<Alarm> alarms) {
    String state = job.path("state").asText();
    String reason = job.path("reason").asText("");
    String what = state + (reason.isEmpty() ? "" : ": " + reason);
    String name = job.path("name").asText();
    String lack = job.path("waitsFor").asText("");
    if (!lack.isEmpty()) {
      alarms.add(Alarm.bad(name, state + ": " + lack, reason, job.path("since").asLong(0)));
      return;
    }
    String where =
        job.path("runningTasks").asInt() + "/" + job.path("tasks").asInt() + " tasks run";
    long since = job.path("since").asLong(0);
    if (state.equals("FAILED")) {
      alarms.add(Alarm.bad(name, what, "", since));
    } else if (UNSETTLED.contains(state)) {
      alarms.add(Alarm.warning(name, what, where, since));
    }
  }

  private static void ofPause(Picture.JobCheckpoints of, List<Alarm> alarms) {
    if (!of.job().path("checkpointing").asText().equals("PAUSED")) {
      return;
    }
    String who = "";
    long since = 0;
    for (JsonNode change : of.settings().path("history")) {
      for (JsonNode difference : change.path("differences")) {
        if (since == 0 && difference.path("setting").asText().equals("paused")) {
          since = change.path("at").asLong();
          who = " by " + change.path("who").asText();
        }
      }
    }
    alarms.add(
        Alarm.warning(
            of.job().path("name").asText(),
            "periodic checkpoints are paused" + who + "; 'cairn checkpoint resume'",
            "",
            since));
  }
}
