package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.RescaleJob;
import io.cairn.coordinator.checkpoint.RestartJob;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/** Commands that give a job another attempt. Executed on the leader only, as {@link Commands}. */
final class ScaleCommands {
  private final Commands commands;
  private final LeaderRoute route;

  ScaleCommands(Commands commands, LeaderRoute route) {
    this.commands = commands;
    this.route = route;
  }

  CompletableFuture<Reply> rescale(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = Commands.requestId(body);
    String who = Commands.who(call, body);
    int parallelism = body.integer("parallelism", 0);
    SortedMap<String, Integer> operators = body.integers("operators");
    body.end();
    return route.onLeader(
        call,
        term -> commands.propose(term, event(call, requestId, parallelism, operators, who), null));
  }

  private RescaleJob event(
      Call call,
      String requestId,
      int parallelism,
      SortedMap<String, Integer> operators,
      String who) {
    try {
      return new RescaleJob(requestId, commands.job(call).id(), parallelism, operators, who);
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(400, "invalid-field", String.valueOf(e.getMessage()));
    }
  }

  CompletableFuture<Reply> restart(Call call) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = Commands.requestId(body);
    String who = Commands.who(call, body);
    body.end();
    return route.onLeader(
        call,
        term ->
            commands.propose(term, new RestartJob(requestId, commands.job(call).id(), who), null));
  }
}
