package io.cairn.cli.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.CliException;
import io.cairn.cli.admin.AdminException;
import io.cairn.cli.admin.AdminOptions;
import io.cairn.cli.output.Format;
import io.cairn.cli.output.OutputOptions;
import io.cairn.cli.terminal.Colours;
import io.cairn.cli.terminal.LiveBlock;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Follows one checkpoint until it ends: on a terminal as a picture that is drawn over and over,
 * else as a line when something has changed. Goes on while no leader answers, for {@link
 * #PATIENCE_MILLIS}.
 */
final class CheckpointWatch {
  private static final long POLL_MILLIS = 400;

  /** Without a change a log gets a line so often. */
  private static final long LINE_MILLIS = 5_000;

  /** An election takes less than a second; who is away that long will not be back at once. */
  private static final long PATIENCE_MILLIS = 30_000;

  private final CommandSpec spec;
  private final OutputOptions output;
  private final LeaderFirst cluster;
  private final String job;
  private final @Nullable LiveBlock block;
  private Sight sight = Sight.none(now());
  private String told = "";
  private long toldAt;
  private String trouble = "";
  private long troubleSince;

  CheckpointWatch(CommandSpec spec, AdminOptions admin, String job) {
    this.spec = spec;
    this.output = admin.output();
    this.cluster = new LeaderFirst(admin.client());
    this.job = job;
    boolean live = Colours.terminal() && !output.format().isForPrograms();
    this.block = live ? new LiveBlock(out(), output.look()) : null;
  }

  /**
   * Returns the exit code of what it came to.
   *
   * @throws CliException when nobody answers for long, or the checkpoint is forgotten
   */
  int follow(long id) throws InterruptedException {
    String path = "jobs/" + AdminOptions.segment("job", job) + "/checkpoints/" + id;
    while (!sight.hasEnded()) {
      JsonNode answer = ask(path);
      if (answer != null) {
        sight = sight.next(answer, now());
      }
      tell(answer != null);
      if (!sight.hasEnded()) {
        Thread.sleep(POLL_MILLIS);
      }
    }
    if (!output.format().isForPrograms()) {
      Words.wrap(WatchLines.end(job, sight), output.look().columns()).forEach(out()::println);
      out().flush();
    }
    return sight.hasSucceeded() ? ExitCode.OK : ExitCode.FAILED;
  }

  /**
   * The oldest checkpoint in progress; waits for one.
   *
   * @throws CliException when none begins within {@code seconds}
   */
  long awaitOne(int seconds) throws InterruptedException {
    String path = "jobs/" + AdminOptions.segment("job", job);
    long deadline = now() + seconds * 1_000L;
    boolean said = false;
    while (true) {
      JsonNode answer = ask(path);
      if (answer != null && !answer.path("running").isEmpty()) {
        return answer.path("running").get(0).asLong();
      }
      if (now() >= deadline) {
        throw new CliException(
            ExitCode.FAILED, "no checkpoint of " + job + " has begun within " + seconds + " s");
      }
      if (!said && answer != null) {
        said = true;
        spec.commandLine()
            .getErr()
            .println(
                "no checkpoint of "
                    + job
                    + " is in progress (it is "
                    + answer.path("state").asText()
                    + ", periodic ones are "
                    + answer.path("checkpointing").asText()
                    + "); waiting "
                    + seconds
                    + " s for the next");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private @Nullable JsonNode ask(String path) throws InterruptedException {
    try {
      JsonNode answer = cluster.get(path);
      trouble = "";
      return answer;
    } catch (AdminException e) {
      boolean first = trouble.isEmpty();
      troubleSince = first ? now() : troubleSince;
      trouble = String.valueOf(e.getMessage());
      boolean neverAnswered = sight.checkpoint().isMissingNode();
      if (e.isRefusal() || neverAnswered || now() - troubleSince > PATIENCE_MILLIS) {
        throw AdminOptions.failed(e);
      }
      return null;
    }
  }

  private void tell(boolean answered) {
    if (block != null) {
      Look look = output.look();
      List<String> lines = new ArrayList<>(WatchLines.screen(job, sight, look));
      if (!answered) {
        String since = Words.span(now() - troubleSince);
        lines.add(look.cut("!! no answer for " + since + ", asking again: " + trouble));
      }
      block.draw(lines);
      return;
    }
    JsonNode c = sight.checkpoint();
    String state =
        answered ? c.path("state").asText() + c.path("acks") + "," + c.path("local") : trouble;
    if (state.equals(told) && now() - toldAt < LINE_MILLIS) {
      return;
    }
    told = state;
    toldAt = now();
    if (!answered) {
      spec.commandLine().getErr().println("cairn: asking again: " + trouble);
    } else if (output.format() == Format.JSON) {
      out().println(c);
    } else if (output.format() == Format.YAML) {
      out().println("---");
      output.show(spec, c, (tree, look) -> List.of());
    } else {
      out().println(WatchLines.line(sight));
    }
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
