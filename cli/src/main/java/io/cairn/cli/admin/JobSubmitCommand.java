package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.api.JobDefinitionException;
import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn job submit}. */
@Command(
    name = "submit",
    description = {
      "Submit a job: upload its jar and start it.",
      "",
      "If a job of that name has ended, this one continues from its newest",
      "checkpoint, at another parallelism too, unless it is told otherwise."
    },
    footer = {
      "",
      "Example:",
      "  cairn job submit examples/target/cairn-examples-*.jar \\",
      "    --class io.cairn.examples.wordcount.WordCount \\",
      "    --set input=file:///tmp/text --set output=file:///tmp/words"
    },
    mixinStandardHelpOptions = true)
final class JobSubmitCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin = new AdminOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "JAR", description = "Holds the job's classes.")
  private Path jar = Path.of("");

  @Option(
      names = "--class",
      required = true,
      paramLabel = "CLASS",
      description = "Implements io.cairn.api.Job.")
  private String entryClass = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Unique among running jobs (default: from the class).")
  private @Nullable String name;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "The job's argument 'parallelism'; if it does not ask for that, of each operator.")
  private @Nullable Integer parallelism;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "An argument of the job; may be repeated.")
  private Map<String, String> arguments = new LinkedHashMap<>();

  @Option(
      names = "--interval",
      paramLabel = "MILLIS",
      defaultValue = "10000",
      description = "Between checkpoints (default ${DEFAULT-VALUE}).")
  private long intervalMillis;

  @Option(
      names = "--from-savepoint",
      paramLabel = "SAVEPOINT",
      description = "Begin from it: JOB/NAME, or the path that 'savepoint list' shows.")
  private @Nullable String savepoint;

  @Option(names = "--fresh", description = "Begin with no state, whatever jobs of that name left.")
  private boolean fresh;

  @Option(
      names = "--drop-state",
      paramLabel = "OPERATOR",
      description = "Leave this operator's state behind; may be repeated.")
  private List<String> dropState = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(arguments);
    if (parallelism != null) {
      all.put("parallelism", String.valueOf(parallelism));
    }
    if (fresh && (savepoint != null || !dropState.isEmpty())) {
      throw new CliException(
          ExitCode.USAGE, "--fresh goes with neither --from-savepoint nor --drop-state");
    }
    JobSubmission submission =
        new JobSubmission(
            jar,
            entryClass,
            name != null ? name : JobSubmission.nameOf(entryClass),
            all,
            JobSubmission.Policy.every(intervalMillis),
            restore());
    JsonNode answer = admin.ask(client -> submit(client, submission));
    String id = "job-" + answer.path("jobId").asLong();
    JsonNode job = admin.ask(client -> client.get("jobs/" + id));
    admin.show(spec, answer, a -> List.of(id + " " + submission.name() + " submitted" + from(job)));
    return ExitCode.OK;
  }

  private JobSubmission.Restore restore() {
    return fresh
        ? JobSubmission.Restore.FRESH
        : new JobSubmission.Restore(savepoint == null ? "" : savepoint, dropState);
  }

  private static String from(JsonNode job) {
    JsonNode origin = job.path("origin");
    return origin.isMissingNode()
        ? ""
        : "; continues from checkpoint "
            + origin.path("checkpointId").asLong()
            + " of job-"
            + origin.path("jobId").asLong();
  }

  private static JsonNode submit(AdminClient client, JobSubmission submission)
      throws InterruptedException {
    try {
      return submission.send(client);
    } catch (JobDefinitionException | IOException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
