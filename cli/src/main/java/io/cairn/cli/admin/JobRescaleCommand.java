package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.CliException;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn job rescale}. */
@Command(
    name = "rescale",
    description = {
      "Give a job another parallelism.",
      "",
      "Its sources stop, a checkpoint is taken, and the job goes on from exactly",
      "there. If a task cannot start, the job goes on as it was, and 'job show'",
      "tells why."
    },
    footer = {
      "",
      "Examples:",
      "  cairn job rescale word-count --parallelism 4",
      "  cairn job rescale word-count --parallelism 4 --operator lines=2",
      "  cairn job rescale word-count --operator count=8"
    },
    mixinStandardHelpOptions = true)
final class JobRescaleCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  @Mixin private AdminOptions admin = new AdminOptions();
  @Mixin private WaitOption wait = new WaitOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "JOB", description = "Its name, or its id.")
  private String job = "";

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Of every operator that is not named.")
  private @Nullable Integer parallelism;

  @Option(
      names = "--operator",
      paramLabel = "OPERATOR=N",
      description = "Of this operator; may be repeated.")
  private Map<String, Integer> operators = new TreeMap<>();

  @Option(names = "--no-wait", description = "Return when it is accepted, not when it is done.")
  private boolean noWait;

  @Override
  public Integer call() throws InterruptedException {
    if (parallelism == null && operators.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "give --parallelism N, or --operator OPERATOR=N");
    }
    ObjectNode body = Requests.byPerson();
    if (parallelism != null) {
      body.put("parallelism", parallelism);
    }
    operators.forEach(body.putObject("operators")::put);
    String path = "jobs/" + AdminOptions.segment("job", job);
    JsonNode answer = admin.ask(client -> client.post(path + "/rescale", body));
    if (noWait) {
      admin.show(spec, answer, a -> List.of("told " + job + " to rescale"));
      return ExitCode.OK;
    }
    JsonNode done = admin.ask(client -> await(client, path));
    boolean asWanted = isAsWanted(done.path("operators"));
    String why = asWanted ? "" : "\nreason: " + done.path("reason").asText();
    admin.show(spec, done, a -> Words.wrap(JobShowCommand.summary(a) + why, Table.WIDTH));
    return asWanted ? ExitCode.OK : ExitCode.FAILED;
  }

  private boolean isAsWanted(JsonNode all) {
    for (JsonNode operator : all) {
      int now = operator.path("parallelism").asInt();
      int others = parallelism == null ? now : parallelism;
      if (now != operators.getOrDefault(operator.path("id").asText(), others)) {
        return false;
      }
    }
    return true;
  }

  private JsonNode await(AdminClient client, String path) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait.seconds());
    while (true) {
      JsonNode now = client.get(path);
      String state = now.path("state").asText();
      boolean moving = state.equals("RESTARTING") || state.equals("DEPLOYING");
      if (!now.has("rescale") && !moving) {
        return now;
      }
      if (System.nanoTime() - until > 0) {
        throw new AdminException(
            job
                + " is not rescaled after "
                + wait.seconds()
                + " s, it is "
                + state
                + "; it goes on with it, see 'cairn job show "
                + job
                + "'");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
