package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn leader ...}. */
@Command(
    name = "leader",
    description = "Show the leader, or hand leadership over.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class LeaderCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "show",
      description = "Show which coordinator leads, and in which term.",
      footer = {"", "Example:  cairn leader show"},
      mixinStandardHelpOptions = true)
  int show(@Mixin AdminOptions admin) throws InterruptedException {
    JsonNode cluster = admin.ask(client -> client.get("cluster"));
    JsonNode leader = cluster.path("leader");
    if (!leader.isObject()) {
      throw new CliException(ExitCode.FAILED, "there is no leader now; is a majority running?");
    }
    admin.show(
        spec,
        leader,
        l ->
            List.of(
                l.path("id").asText()
                    + "  term "
                    + l.path("term").asLong()
                    + "  admin "
                    + l.path("admin").asText()));
    return ExitCode.OK;
  }

  @Command(
      name = "transfer",
      description = "Hand leadership over to another coordinator.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  cairn leader transfer --to c2"})
  int transfer(
      @Mixin AdminOptions admin,
      @Mixin Confirmation confirmation,
      @Option(
              names = "--to",
              paramLabel = "ID",
              description = "To this one; without it, to the one whose log is nearest.")
          @Nullable String to)
      throws InterruptedException {
    ObjectNode body = NewMember.request();
    if (to != null) {
      body.put("to", AdminOptions.segment("coordinator's id", to));
    } else {
      // Said to several coordinators, it moves leadership once: away from who has it now.
      String from = admin.ask(client -> client.get("cluster")).path("leader").path("id").asText();
      body.put("from", from);
    }
    confirmation.require(spec, "Hand leadership over" + (to == null ? "?" : " to " + to + "?"));
    JsonNode answer = admin.ask(client -> client.post("leader/transfer", body));
    admin.show(spec, answer, done -> List.of(done.path("leader").asText() + " leads"));
    return ExitCode.OK;
  }
}
