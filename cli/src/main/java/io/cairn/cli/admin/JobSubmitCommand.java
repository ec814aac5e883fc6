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
    description = "Submit a job: upload its jar and start it.",
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
      description = "The same as --set parallelism=N.")
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

  @Option(
      names = "--drop-state",
      paramLabel = "OPERATOR",
      description = "Leave this operator's state in the savepoint behind; may be repeated.")
  private List<String> dropState = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(arguments);
    if (parallelism != null) {
      all.put("parallelism", String.valueOf(parallelism));
    }
    if (savepoint == null && !dropState.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "--drop-state needs --from-savepoint");
    }
    JobSubmission submission =
        new JobSubmission(
            jar,
            entryClass,
            name != null ? name : JobSubmission.nameOf(entryClass),
            all,
            JobSubmission.Policy.every(intervalMillis),
            savepoint == null ? null : new JobSubmission.Restore(savepoint, dropState));
    JsonNode answer = admin.ask(client -> submit(client, submission));
    admin.show(
        spec,
        answer,
        a -> List.of("job-" + a.path("jobId").asLong() + " " + submission.name() + " submitted"));
    return ExitCode.OK;
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
