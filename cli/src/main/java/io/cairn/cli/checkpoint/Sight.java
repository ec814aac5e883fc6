package io.cairn.cli.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher has seen of a checkpoint up to now. Pure; times are the watcher's.
 *
 * @param checkpoint answer of {@code GET jobs/JOB/checkpoints/ID}
 * @param tasks the slowest first
 * @param bytesPerSecond uploaded by all tasks
 * @param millis of a clock that only goes forward
 */
record Sight(JsonNode checkpoint, List<TaskSight> tasks, long bytesPerSecond, long millis) {
  private static final String PENDING = "PENDING";
  private static final String ALIGNING = "ALIGNING";
  private static final List<String> PHASES = List.of(PENDING, "STARTED", "LOCAL", "ACKED");

  /** Rates over less than this would only jump. */
  private static final long RATE_MILLIS = 1_000;

  /**
   * A task of it.
   *
   * @param name {@code OPERATOR/INSTANCE}
   * @param phase as the coordinators call it; {@code ALIGNING} while it has some of its barriers
   * @param barriers while ALIGNING, which input channels are blocked
   * @param phaseMillis in its phase, at least: the watcher may have come later
   * @param sawIt whether the watcher saw the phase begin
   * @param tookMillis alignment, local stage and upload, when it is done
   * @param rate bytes per second
   */
  record TaskSight(
      int task,
      String name,
      String agent,
      String phase,
      @Nullable Barriers barriers,
      long phaseMillis,
      boolean sawIt,
      long tookMillis,
      long bytes,
      Rate rate) {
    boolean isDone() {
      return phase.equals("ACKED");
    }

    /** The phase, of an alignment with the blocked of its channels: {@code ALIGNING 3/4}. */
    String shownPhase() {
      return barriers == null
          ? phase
          : phase + " " + barriers.blocked() + "/" + barriers.channels();
    }

    int step() {
      return phase.equals(ALIGNING) ? 0 : PHASES.indexOf(phase);
    }
  }

  /**
   * The barriers that a task has: channels where they have come are blocked until all have.
   *
   * @param awaited the first task that has not sent its own, as {@code OPERATOR/INSTANCE}
   */
  record Barriers(int blocked, int channels, String awaited) {
    static Barriers of(JsonNode aligning) {
      return new Barriers(
          aligning.path("blockedChannels").asInt(),
          aligning.path("inputChannels").asInt(),
          aligning.path("awaited").asText());
    }
  }

  /** Bytes per second since {@code fromMillis}, when {@code fromBytes} had been uploaded. */
  record Rate(long fromMillis, long fromBytes, long bytesPerSecond) {
    Rate at(long millis, long bytes) {
      long passed = millis - fromMillis;
      return passed < RATE_MILLIS
          ? this
          : new Rate(millis, bytes, Math.max(0, bytes - fromBytes) * 1_000 / passed);
    }
  }

  Sight {
    tasks = List.copyOf(tasks);
  }

  /** Before the first answer. */
  static Sight none(long millis) {
    return new Sight(MissingNode.getInstance(), List.of(), 0, millis);
  }

  /** After a further answer. */
  Sight next(JsonNode answer, long now) {
    Map<Integer, TaskSight> before = new HashMap<>();
    tasks.forEach(task -> before.put(task.task(), task));
    List<TaskSight> after = new ArrayList<>();
    long rate = 0;
    for (JsonNode row : answer.path("tasks")) {
      TaskSight task = task(row, before.get(row.path("task").asInt()), answer, now);
      rate += task.isDone() ? 0 : task.rate().bytesPerSecond();
      after.add(task);
    }
    after.sort(
        Comparator.comparingInt(TaskSight::step)
            .thenComparing(Comparator.comparingLong(TaskSight::tookMillis).reversed())
            .thenComparing(Comparator.comparingLong(TaskSight::phaseMillis).reversed())
            .thenComparingInt(TaskSight::task));
    return new Sight(answer, after, rate, now);
  }

  private TaskSight task(JsonNode row, @Nullable TaskSight before, JsonNode answer, long now) {
    JsonNode aligning = row.path("aligning");
    String phase = aligning.isObject() ? ALIGNING : row.path("phase").asText();
    long inPhase = 0;
    boolean sawIt = before != null;
    if (before != null && before.phase().equals(phase)) {
      inPhase = before.phaseMillis() + now - millis;
      sawIt = before.sawIt();
    }
    if (phase.equals(PENDING) || phase.equals(ALIGNING)) {
      inPhase = answer.path("durationMillis").asLong();
      sawIt = true;
    }
    if (row.path("since").isNumber()) {
      // By the coordinator's clock: the watcher's may be another.
      long there = answer.path("requestedAt").asLong() + answer.path("durationMillis").asLong();
      inPhase = Math.max(0, there - row.path("since").asLong());
      sawIt = true;
    }
    long bytes = row.path("uploadedBytes").asLong();
    return new TaskSight(
        row.path("task").asInt(),
        row.path("operator").asText() + "/" + row.path("instance").asInt(),
        row.path("agent").asText(),
        phase,
        aligning.isObject() ? Barriers.of(aligning) : null,
        inPhase,
        sawIt,
        row.path("alignMillis").asLong()
            + row.path("localMillis").asLong()
            + row.path("uploadMillis").asLong(),
        bytes,
        before == null ? new Rate(now, bytes, 0) : before.rate().at(now, bytes));
  }

  boolean hasEnded() {
    return switch (checkpoint.path("state").asText()) {
      case "", "REQUESTING", "EXECUTING", "COMMITTING" -> false;
      default -> true;
    };
  }

  /** What it is, or came to: once its files are gone, an aborted one is still an aborted one. */
  String state() {
    String state = checkpoint.path("state").asText();
    boolean aborted = hasEnded() && !checkpoint.path("reason").asText("").isEmpty();
    return aborted ? "ABORTED" : state;
  }

  /** Whether it has ended, and is or was a COMPLETED one. */
  boolean hasSucceeded() {
    return hasEnded()
        && !checkpoint.path("state").asText().equals("ABORTED")
        && checkpoint.path("reason").asText("").isEmpty();
  }
}
