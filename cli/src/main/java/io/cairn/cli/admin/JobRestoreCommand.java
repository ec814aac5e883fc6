package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn job restore}. */
@Command(
    name = "restore",
    description = {
      "Go on with a job of another cluster, which is gone, from what it left in the",
      "blob store: its newest checkpoint, with the job's code and arguments.",
      "",
      "This cluster needs a blob store root of its own. The other's files are only",
      "read, and needed until this job has its first completed checkpoint."
    },
    footer = {
      "",
      "Examples:",
      "  cairn job restore hdfs://namenode:8020/cairn/jobs/7",
      "  cairn job restore hdfs://namenode:8020/cairn/jobs/7/savepoints/last-41"
    },
    mixinStandardHelpOptions = true)
final class JobRestoreCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin = new AdminOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIRECTORY",
      description = {
        "URI of the job's directory, or of one of its checkpoints or savepoints; of a",
        "savepoint that was copied elsewhere, of the copy."
      })
  private String directory = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Unique among running jobs (default: the one it had).")
  private @Nullable String name;

  @Option(
      names = "--older",
      description = {
        "Restore the named checkpoint although a newer one is there: what sinks",
        "committed since then is committed again."
      })
  private boolean older;

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode body = Requests.plain().put("from", uri(directory));
    if (name != null) {
      body.put("name", name);
    }
    if (older) {
      body.put("older", true);
    }
    JsonNode answer = admin.ask(client -> client.postSlow("restores", body));
    admin.show(
        spec,
        answer,
        a -> List.of("job-" + a.path("jobId").asLong() + " restored from " + directory));
    return ExitCode.OK;
  }

  /** A path of this machine as a URI: every coordinator and agent must see it, as with file://. */
  private static String uri(String typed) {
    try {
      return new URI(typed).getScheme() == null
          ? Path.of(typed).toAbsolutePath().normalize().toUri().toString()
          : typed;
    } catch (URISyntaxException e) {
      throw new CliException(
          ExitCode.USAGE, "'" + typed + "' is neither a path nor a URI: " + e.getMessage(), e);
    }
  }
}
