package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn agent drain}. */
@Command(
    name = "drain",
    description = {
      "Move all tasks off an agent, without loss and without a record twice.",
      "",
      "It gets no new ones until that is undone, over restarts too. A job moves when",
      "all of its tasks have room on the other agents; until then it runs on."
    },
    footer = {"", "Example:  cairn agent drain a2 --wait", "          cairn agent drain a2 --undo"},
    mixinStandardHelpOptions = true)
public final class AgentDrainCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AdminOptions admin = new AdminOptions();
  @Mixin private WaitOption bound = new WaitOption();

  @Parameters(paramLabel = "ID", description = "Of the agent, as 'agent list' shows it.")
  private String id = "";

  @Option(names = "--undo", description = "It may get tasks again.")
  private boolean undo;

  @Option(names = "--wait", description = "Return when it has no tasks any more.")
  private boolean wait;

  @Override
  public Integer call() throws InterruptedException {
    String agent = AdminOptions.segment("agent's id", id);
    String path = "agents/" + agent + (undo ? "/undrain" : "/drain");
    admin.ask(client -> client.post(path, Requests.byPerson()));
    JsonNode now = wait && !undo ? awaitEmpty(agent) : find(agent);
    admin.show(spec, now, found -> List.of(line(agent, found)));
    return ExitCode.OK;
  }

  private String line(String agent, JsonNode found) {
    int tasks = found.path("usedSlots").asInt();
    if (undo) {
      return "agent " + agent + " may get tasks again";
    }
    return tasks == 0
        ? "agent " + agent + " has no tasks, and gets none"
        : "agent "
            + agent
            + " is draining, "
            + tasks
            + " tasks are to move; see 'cairn agent list'";
  }

  private JsonNode awaitEmpty(String agent) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(bound.seconds());
    JsonNode found = find(agent);
    while (found.path("usedSlots").asInt() > 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new CliException(
            ExitCode.FAILED,
            "agent "
                + agent
                + " still has "
                + found.path("usedSlots").asInt()
                + " tasks after "
                + bound.seconds()
                + " s, and goes on draining; are there slots enough on other agents?");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      found = find(agent);
    }
    return found;
  }

  private JsonNode find(String agent) throws InterruptedException {
    for (JsonNode found : admin.ask(client -> client.get("agents")).path("agents")) {
      if (found.path("id").asText().equals(agent)) {
        return found;
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
