package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.SavepointName;
import java.util.concurrent.CompletableFuture;

/** Commands about savepoints. Executed on the leader only, as {@link Commands}. */
final class SavepointCommands {
  private final Commands commands;
  private final LeaderRoute route;

  SavepointCommands(Commands commands, LeaderRoute route) {
    this.commands = commands;
    this.route = route;
  }

  CompletableFuture<Reply> create(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = Commands.requestId(body);
    String who = Commands.who(call, body);
    String name = nameOf(body, "name");
    body.end();
    return route.onLeader(
        call,
        term ->
            commands.propose(
                term,
                new Event.CheckpointRequest(
                    commands.job(call).id(), CheckpointKind.SAVEPOINT, requestId, false, name, who),
                "checkpointId"));
  }

  CompletableFuture<Reply> delete(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = Commands.requestId(body);
    String who = Commands.who(call, body);
    body.end();
    String name = checked("savepoint", call.segment(3));
    return route.onLeader(
        call,
        term ->
            commands.propose(
                term,
                new Event.SavepointDeleted(requestId, commands.job(call).id(), name, who),
                "checkpointId"));
  }

  /** The name that the field gives, or an empty one when it is absent. */
  static String nameOf(JsonFields body, String field) {
    return body.has(field) ? checked(field, body.text(field)) : "";
  }

  private static String checked(String field, String name) {
    if (!SavepointName.SYNTAX.matcher(name).matches()) {
      throw ProblemException.of(
          400,
          "invalid-field",
          field + ": should match " + SavepointName.SYNTAX + ", is '" + name + "'");
    }
    return name;
  }
}
