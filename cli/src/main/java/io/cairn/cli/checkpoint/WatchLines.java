package io.cairn.cli.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.checkpoint.Sight.TaskSight;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import java.util.ArrayList;
import java.util.List;

/** What a watcher sees, as lines. Pure. */
final class WatchLines {
  private static final int BAR = 24;
  private static final int TASK_BAR = 9;

  /** Steps of a task: PENDING, STARTED, LOCAL, ACKED. */
  private static final int LAST_STEP = 3;

  /** The table's head, what is left out, a trouble, and the cursor. */
  private static final int OTHER_LINES = 4;

  private WatchLines() {}

  /** For a screen: no more lines than it has. */
  static List<String> screen(String job, Sight sight, Look look) {
    JsonNode c = sight.checkpoint();
    List<String> lines = new ArrayList<>();
    lines.add(
        look.cut(
            job
                + " #"
                + c.path("id").asLong()
                + " "
                + c.path("kind").asText()
                + "  "
                + look.state(sight.state())
                + "  requested "
                + look.since(c.path("requestedAt").asLong())));
    lines.add(
        look.cut(
            "["
                + Words.bar(c.path("acks").asLong(), c.path("taskCount").asLong(), BAR)
                + "] "
                + counts(sight)));
    if (sight.tasks().isEmpty()) {
      return lines;
    }
    TaskSight slowest = sight.tasks().get(0);
    if (slowest.barriers() != null) {
      lines.add(look.cut(slowest.name() + " " + awaits(slowest.barriers())));
    }
    lines.add("");
    int room = Math.max(1, look.rows() - lines.size() - OTHER_LINES);
    List<TaskSight> shown = sight.tasks().subList(0, Math.min(room, sight.tasks().size()));
    lines.addAll(table(shown, look));
    if (shown.size() < sight.tasks().size()) {
      lines.add("and " + (sight.tasks().size() - shown.size()) + " tasks that are further");
    }
    return lines;
  }

  private static List<String> table(List<TaskSight> tasks, Look look) {
    Table table = new Table("TASK", "AGENT", "", "PHASE", "SINCE", "UPLOADED", "RATE");
    for (TaskSight task : tasks) {
      table.row(
          task.name(),
          task.agent(),
          "[" + Words.bar(task.step(), LAST_STEP, TASK_BAR) + "]",
          task.shownPhase(),
          since(task),
          Words.bytes(task.bytes()),
          task.isDone() || task.rate().bytesPerSecond() == 0
              ? ""
              : Words.bytes(task.rate().bytesPerSecond()) + "/s");
    }
    return table.lines(look);
  }

  /** One line, for a log. */
  static String line(Sight sight) {
    JsonNode c = sight.checkpoint();
    String state = c.path("id").asLong() + " " + sight.state() + "  " + counts(sight);
    if (sight.hasEnded() || sight.tasks().isEmpty() || sight.tasks().get(0).isDone()) {
      return state;
    }
    TaskSight first = sight.tasks().get(0);
    return state
        + "; slowest "
        + first.name()
        + (first.agent().isEmpty() ? "" : " on " + first.agent())
        + " "
        + first.phase()
        + " "
        + since(first)
        + (first.barriers() == null ? "" : ", " + awaits(first.barriers()));
  }

  private static String awaits(Sight.Barriers barriers) {
    return "awaits the barrier of "
        + barriers.awaited()
        + ", "
        + barriers.blocked()
        + " of "
        + barriers.channels()
        + " channels blocked";
  }

  /** What it came to, for a person. */
  static String end(String job, Sight sight) {
    JsonNode c = sight.checkpoint();
    String reason = c.path("reason").asText("");
    return "#"
        + c.path("id").asLong()
        + " of "
        + job
        + " "
        + sight.state()
        + " after "
        + Words.millis(c.path("durationMillis").asLong())
        + (reason.isEmpty()
            ? ": "
                + Words.bytes(c.path("uploadedBytes").asLong())
                + " uploaded, state "
                + Words.bytes(c.path("stateBytes").asLong())
            : ": " + reason);
  }

  private static String counts(Sight sight) {
    JsonNode c = sight.checkpoint();
    return c.path("acks").asInt()
        + "/"
        + c.path("taskCount").asInt()
        + " acked, "
        + c.path("local").asInt()
        + " local, "
        + Words.bytes(c.path("uploadedBytes").asLong())
        + (sight.bytesPerSecond() > 0 ? ", " + Words.bytes(sight.bytesPerSecond()) + "/s" : "")
        + ", "
        + Words.millis(c.path("durationMillis").asLong());
  }

  private static String since(TaskSight task) {
    if (task.isDone()) {
      return "took " + Words.millis(task.tookMillis());
    }
    return (task.sawIt() ? "" : "> ") + Words.span(task.phaseMillis());
  }
}
