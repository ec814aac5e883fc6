package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Setting;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Commands about how a job's checkpoints are taken. Each says who gives it. Executed on the leader
 * only, as {@link Commands}.
 */
final class CheckpointingCommands {
  private final Commands commands;
  private final LeaderRoute route;
  private final LongSupplier wallClock;

  /**
   * Takes its parts.
   *
   * @param wallClock milliseconds since 1970, for display
   */
  CheckpointingCommands(Commands commands, LeaderRoute route, LongSupplier wallClock) {
    this.commands = commands;
    this.route = route;
    this.wallClock = wallClock;
  }

  CompletableFuture<Reply> change(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = Commands.requestId(body);
    String who = Commands.who(call, body);
    SortedMap<Setting, Long> values = values(body.object("settings"));
    body.end();
    if (values.isEmpty()) {
      throw body.wrong("settings", "should name at least one setting");
    }
    return change(call, requestId, who, values);
  }

  CompletableFuture<Reply> pause(Call call) {
    return setPaused(call, 1);
  }

  CompletableFuture<Reply> resume(Call call) {
    return setPaused(call, 0);
  }

  CompletableFuture<Reply> abort(Call call) {
    CheckpointId id = new CheckpointId(JobLookup.positive("checkpoint", call.segment(3)));
    JsonFields body = JsonFields.parse(call.body());
    String requestId = Commands.requestId(body);
    String who = Commands.who(call, body);
    String detail = body.has("reason") ? body.text("reason") : "";
    body.end();
    return route.onLeader(
        call,
        term ->
            commands.propose(
                term,
                new Event.AbortCheckpoint(
                    commands.job(call).id(),
                    id,
                    AbortReason.PERSON,
                    detail,
                    AbortCause.NO_TASK,
                    requestId,
                    who),
                null));
  }

  private CompletableFuture<Reply> setPaused(Call call, long paused) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = Commands.requestId(body);
    String who = Commands.who(call, body);
    body.end();
    return change(call, requestId, who, new TreeMap<>(Map.of(Setting.PAUSED, paused)));
  }

  private CompletableFuture<Reply> change(
      Call call, String requestId, String who, SortedMap<Setting, Long> values) {
    return route.onLeader(
        call,
        term ->
            commands.propose(
                term,
                new Event.SettingsChanged(
                    requestId, commands.job(call).id(), who, wallClock.getAsLong(), values),
                "changeId"));
  }

  /** What they must obey is checked when the change is applied, against the others' values. */
  private static SortedMap<Setting, Long> values(JsonFields fields) {
    Map<Setting, Long> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (setting != Setting.PAUSED && fields.has(setting.shown())) {
        values.put(setting, fields.number(setting.shown(), null));
      }
    }
    return new TreeMap<>(values);
  }
}
