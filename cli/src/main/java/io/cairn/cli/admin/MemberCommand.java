package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.CliException;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn member ...}. */
@Command(
    name = "member",
    description = "List, add, remove and replace coordinators.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class MemberCommand implements Runnable {
  /** A leader answers within 1.3 s, whoever hangs; both together are bounded by 4 s. */
  private static final Duration CONFIRMED = Duration.ofMillis(2_200);

  private static final Duration STALE = Duration.ofMillis(1_800);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      description = {
        "List the coordinators, each asked for its state.",
        "",
        "Without a leader it shows what one of them knows, and says so."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  cairn member list -o json"})
  int list(@Mixin AdminOptions admin) throws InterruptedException {
    JsonNode answer;
    boolean stale = false;
    try {
      answer = admin.ask(client -> client.within(CONFIRMED).get("members"));
    } catch (CliException noLeader) {
      try {
        answer = admin.ask(client -> client.within(STALE).get("members?consistency=stale"));
      } catch (CliException nobody) {
        throw noLeader;
      }
      stale = true;
    }
    admin.show(spec, answer, (found, look) -> lines(found.path("members"), look));
    if (stale) {
      throw new CliException(
          ExitCode.FAILED,
          "there is no leader, or no majority of the coordinators is up; this may be out of date");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "add",
      description = {
        "Add a coordinator, which runs already with an empty log and bootstrap: false.",
        "",
        "It gets the log first and votes then. Said again, it corrects its addresses."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:  cairn member add c4 --raft h4:7101 --session h4:7201 --admin h4:7301"
      })
  int add(
      @Mixin AdminOptions admin,
      @Mixin WaitOption wait,
      @Mixin NewMember member,
      @Parameters(paramLabel = "ID", description = "As in its configuration.") String id)
      throws InterruptedException {
    String name = AdminOptions.segment("coordinator's id", id);
    JsonNode answer = NewMember.await(admin, "members", member.body(name), wait.seconds());
    admin.show(spec, answer, done -> List.of(name + " is a member and votes"));
    return ExitCode.OK;
  }

  @Command(
      name = "remove",
      description = {
        "Remove a coordinator, dead or alive; it must not be needed for a majority.",
        "",
        "The leader hands leadership over first. The process of the removed one ends."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  cairn member remove c2"})
  int remove(
      @Mixin AdminOptions admin,
      @Mixin WaitOption wait,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "ID", description = "Of the coordinator.") String id)
      throws InterruptedException {
    String name = AdminOptions.segment("coordinator's id", id);
    confirmation.require(spec, "Remove coordinator " + name + "?");
    JsonNode answer =
        NewMember.await(admin, "members/" + name + "/remove", NewMember.request(), wait.seconds());
    admin.show(spec, answer, done -> List.of(name + " is removed"));
    return ExitCode.OK;
  }

  @Command(
      name = "replace",
      description = {
        "Put a new coordinator in the place of one, dead or alive, in one step.",
        "",
        "The new one runs already, with an empty log, bootstrap: false and its own id."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:  cairn member replace c2 c4 --raft h4:7101 --session h4:7201",
        "                               --admin h4:7301"
      })
  int replace(
      @Mixin AdminOptions admin,
      @Mixin WaitOption wait,
      @Mixin NewMember member,
      @Mixin Confirmation confirmation,
      @Parameters(index = "0", paramLabel = "OLD", description = "The id that goes.") String old,
      @Parameters(index = "1", paramLabel = "NEW", description = "The id that comes.") String id)
      throws InterruptedException {
    String goes = AdminOptions.segment("coordinator's id", old);
    String comes = AdminOptions.segment("coordinator's id", id);
    confirmation.require(spec, "Replace coordinator " + goes + " by " + comes + "?");
    JsonNode answer =
        NewMember.await(admin, "members/" + goes + "/replace", member.body(comes), wait.seconds());
    admin.show(spec, answer, done -> List.of(comes + " votes in the place of " + goes));
    return ExitCode.OK;
  }

  /** For a health check too. */
  static List<String> lines(JsonNode members, Look look) {
    Table table =
        new Table(
            "COORDINATOR",
            "ROLE",
            "STATE",
            "TERM",
            "LOG",
            "APPLIED",
            "LAG",
            "ADMIN",
            "+STATE HASH",
            "+RAFT",
            "+SESSION");
    List<String> details = new ArrayList<>();
    for (JsonNode m : members) {
      table.row(
          m.path("id").asText(),
          m.path("role").asText(),
          m.path("verdict").asText(),
          m.path("term").asLong(),
          m.path("lastLogIndex").asLong(),
          m.path("appliedIndex").asLong(),
          m.path("lag").asLong(),
          m.path("admin").asText(),
          m.path("stateHash").asText(),
          m.path("raft").asText(),
          m.path("session").asText());
      String detail = m.path("detail").asText("");
      if (!detail.isEmpty()) {
        details.addAll(Words.wrap(m.path("id").asText() + ": " + detail, look.columns()));
      }
    }
    List<String> lines = new ArrayList<>(table.lines(look));
    lines.addAll(details);
    return lines;
  }
}
