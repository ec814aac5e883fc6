package io.cairn.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Colours;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A picture of a cluster on one screen. Pure. */
final class StatusLines {
  private static final int MAX_ALARMS = 6;
  private static final int MAX_AGENTS = 6;
  private static final int SHORT_ID = 8;

  private final Picture picture;
  private final List<Alarm> alarms;
  private final Look look;
  private final List<String> lines = new ArrayList<>();

  private StatusLines(Picture picture, List<Alarm> alarms, Look look) {
    this.picture = picture;
    this.alarms = alarms;
    this.look = look;
  }

  static List<String> of(Picture picture, List<Alarm> alarms, Look look) {
    StatusLines drawn = new StatusLines(picture, alarms, look);
    drawn.head();
    drawn.alarms();
    drawn.members();
    drawn.agents();
    drawn.jobs();
    return drawn.lines;
  }

  private void head() {
    JsonNode cluster = picture.cluster();
    JsonNode leader = cluster.path("leader");
    String leads =
        leader.isObject()
            ? "leader " + leader.path("id").asText()
            : look.paint(Colours.RED, "NO LEADER");
    lines.add(
        "cluster "
            + name(cluster.path("clusterId").asText())
            + "  "
            + leads
            + "  term "
            + cluster.path("term").asLong()
            + "  "
            + Words.clock(look.now().toEpochMilli()));
  }

  /** A cluster's id is long, and its beginning tells it from others. */
  private String name(String clusterId) {
    boolean cut = !look.wide() && clusterId.length() > SHORT_ID;
    return cut ? clusterId.substring(0, SHORT_ID) : clusterId;
  }

  private void alarms() {
    if (alarms.isEmpty()) {
      lines.add(look.paint(Colours.GREEN, "Nothing needs attention."));
    }
    int shown = look.wide() ? alarms.size() : Math.min(alarms.size(), MAX_ALARMS);
    for (Alarm alarm : alarms.subList(0, shown)) {
      String mark = alarm.bad() ? look.paint(Colours.RED, "!!") : look.paint(Colours.YELLOW, " !");
      String since = alarm.since() > 0 ? "; since " + look.since(alarm.since()) : "";
      String where = alarm.where().isEmpty() ? "" : "; " + alarm.where();
      String text = alarm.subject() + ": " + alarm.what() + where + since;
      String margin = mark;
      for (String line : Words.wrap(text, look.columns() - 3)) {
        lines.add(margin + " " + line);
        margin = "  ";
      }
    }
    if (shown < alarms.size()) {
      lines.add("   and " + (alarms.size() - shown) + " more: cairn status -o wide");
    }
    lines.add("");
  }

  private void members() {
    Table table =
        new Table(
            "COORDINATOR",
            "ROLE",
            "STATE",
            "LOG",
            "APPLIED",
            "LAG",
            "STATE HASH",
            "+ADMIN",
            "+RAFT",
            "+SESSION");
    if (picture.members().isEmpty()) {
      for (JsonNode m : picture.cluster().path("members")) {
        table.row(
            m.path("id").asText(),
            m.path("leader").asBoolean() ? "LEADER" : "",
            "not asked",
            "",
            "",
            "",
            "",
            m.path("admin").asText(),
            m.path("raft").asText(),
            m.path("session").asText());
      }
    }
    for (JsonNode m : picture.members()) {
      boolean silent = m.path("verdict").asText().equals("UNREACHABLE");
      table.row(
          m.path("id").asText(),
          silent ? "" : m.path("role").asText(),
          m.path("verdict").asText(),
          silent ? "" : m.path("lastLogIndex").asLong(),
          silent ? "" : m.path("appliedIndex").asLong(),
          silent ? "" : m.path("lag").asLong(),
          m.path("stateHash").asText(),
          m.path("admin").asText(),
          m.path("raft").asText(),
          m.path("session").asText());
    }
    lines.addAll(table.lines(look));
    lines.add("");
  }

  private void agents() {
    List<JsonNode> agents = new ArrayList<>();
    picture.cluster().path("agents").forEach(agents::add);
    if (agents.isEmpty()) {
      lines.add("no agents");
      lines.add("");
      return;
    }
    agents.sort(Comparator.comparing(a -> a.path("state").asText().equals("REGISTERED")));
    int shown = look.wide() ? agents.size() : Math.min(agents.size(), MAX_AGENTS);
    Table table = new Table("AGENT", "STATE", "SLOTS", "INCARNATION", "ADDRESS");
    for (JsonNode a : agents.subList(0, shown)) {
      table.row(
          a.path("id").asText(),
          a.path("state").asText(),
          a.path("usedSlots").asInt() + " of " + a.path("slots").asInt(),
          a.path("incarnation").asLong(),
          a.path("host").asText() + ":" + a.path("port").asInt());
    }
    lines.addAll(table.lines(look));
    more(agents.subList(shown, agents.size()), "-o wide shows each");
    lines.add("");
  }

  private void jobs() {
    List<JsonNode> jobs = new ArrayList<>();
    picture.jobs().forEach(jobs::add);
    if (jobs.isEmpty()) {
      lines.add("no jobs");
      return;
    }
    Map<Long, Picture.JobCheckpoints> recent = new TreeMap<>();
    picture.recent().forEach(of -> recent.put(of.job().path("id").asLong(), of));
    jobs.sort(Comparator.comparing(j -> !recent.containsKey(j.path("id").asLong())));
    int shown = look.wide() ? jobs.size() : Math.min(jobs.size(), PictureReader.MAX_DETAILED);
    Table table =
        new Table(
            "JOB",
            "STATE",
            "TASKS",
            "IN PROGRESS",
            "LAST CHECKPOINT",
            "+STATE SIZE",
            "+ID",
            "+ATTEMPT",
            "+RESTARTS",
            "+COMPLETED",
            "+ABORTED",
            "+CHECKPOINTING");
    for (JsonNode j : jobs.subList(0, shown)) {
      Picture.JobCheckpoints of = recent.get(j.path("id").asLong());
      table.row(
          j.path("name").asText(),
          j.path("state").asText(),
          j.path("runningTasks").asInt() + "/" + j.path("tasks").asInt(),
          of == null ? "" : running(of.running()),
          of == null ? last(j) : last(of.lastCompleted(), j),
          of == null ? "" : Words.bytes(of.lastCompleted().path("stateBytes").asLong()),
          "job-" + j.path("id").asLong(),
          j.path("attempt").asLong(),
          j.path("restarts").asLong(),
          j.path("counts").path("completed").asLong(),
          j.path("counts").path("aborted").asLong(),
          j.path("checkpointing").asText());
    }
    lines.addAll(table.lines(look));
    more(jobs.subList(shown, jobs.size()), "cairn job list");
  }

  private static String last(JsonNode job) {
    long id = job.path("lastCompleted").asLong();
    return id == 0 ? "none" : "#" + id;
  }

  private String last(JsonNode checkpoint, JsonNode job) {
    if (checkpoint.isMissingNode()) {
      return last(job);
    }
    long duration = checkpoint.path("durationMillis").asLong();
    return "#"
        + checkpoint.path("id").asLong()
        + " "
        + look.ago(checkpoint.path("requestedAt").asLong() + duration)
        + ", took "
        + Words.millis(duration);
  }

  private static String running(JsonNode checkpoint) {
    if (checkpoint.isMissingNode()) {
      return "";
    }
    return "#"
        + checkpoint.path("id").asLong()
        + " "
        + checkpoint.path("acks").asInt()
        + "/"
        + checkpoint.path("taskCount").asInt()
        + " "
        + Words.millis(checkpoint.path("durationMillis").asLong());
  }

  private void more(List<JsonNode> left, String how) {
    if (left.isEmpty()) {
      return;
    }
    Map<String, Integer> states = new TreeMap<>();
    left.forEach(one -> states.merge(one.path("state").asText(), 1, Integer::sum));
    List<String> counted = new ArrayList<>();
    states.forEach((state, count) -> counted.add(count + " " + state));
    lines.add("and " + String.join(", ", counted) + "; " + how);
  }
}
