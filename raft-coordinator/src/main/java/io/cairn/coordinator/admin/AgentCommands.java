package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import java.util.concurrent.CompletableFuture;

/** Commands about agents. Executed on the leader only, as {@link Commands}. */
final class AgentCommands {
  private final Commands commands;
  private final LeaderRoute route;

  AgentCommands(Commands commands, LeaderRoute route) {
    this.commands = commands;
    this.route = route;
  }

  /** Its tasks are to move off, and it gets no new ones. */
  CompletableFuture<Reply> drain(Call call) {
    return change(call, true);
  }

  /** It may get tasks again. */
  CompletableFuture<Reply> undrain(Call call) {
    return change(call, false);
  }

  private CompletableFuture<Reply> change(Call call, boolean draining) {
    JsonFields body = JsonFields.parse(call.body());
    String requestId = Commands.requestId(body);
    String who = Commands.who(call, body);
    body.end();
    AgentId agent = agent(call.segment(1));
    return route.onLeader(
        call,
        term ->
            commands.propose(
                term,
                new Event.AgentDraining(
                    requestId, agent, draining, who, System.currentTimeMillis()),
                null));
  }

  private static AgentId agent(String id) {
    try {
      return new AgentId(id);
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(404, "not-found", "no agent " + id);
    }
  }
}
