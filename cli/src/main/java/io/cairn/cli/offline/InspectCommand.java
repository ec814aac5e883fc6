package io.cairn.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.CliException;
import io.cairn.cli.output.OutputOptions;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.coordinator.codec.StoredMetadata;
import io.cairn.process.ExitCode;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.SnapshotVerifier;
import io.cairn.storage.snapshot.SnapshotVerifier.Depth;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn checkpoint inspect}. */
@Command(
    name = "inspect",
    description = {
      "Show what is in a checkpoint, without a cluster: job, tasks, sizes; with",
      "--states or --keys also the states, for which the tasks' files are fetched."
    },
    footer = {
      "",
      "Examples:",
      "  cairn checkpoint inspect hdfs://nn:8020/cairn/jobs/7/checkpoints/13",
      "  cairn checkpoint inspect 7/13 --root file:///srv/cairn --task count/3 --states"
    },
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {
  @Mixin private OfflineOptions offline = new OfflineOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--task",
      paramLabel = "OPERATOR/N",
      description = "Only this task, such as count/3.")
  private @Nullable String task;

  @Option(names = "--states", description = "Show the states of each task and their sizes.")
  private boolean states;

  @Option(names = "--keys", paramLabel = "STATE", description = "Show keys of this state.")
  private @Nullable String keys;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many keys of a task at most (default ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean inside = states || keys != null;
    if (inside && output.format().isForPrograms()) {
      throw new CliException(ExitCode.USAGE, "--states and --keys are shown as a table only");
    }
    return offline.run(
        (store, checkpoint) -> {
          output.show(spec, json(store, checkpoint), InspectCommand::lines);
          if (inside) {
            TaskStates shown = new TaskStates(store, checkpoint.jobRoot(), out);
            for (StoredCheckpoint.Task one : checkpoint.tasks()) {
              if (wanted(one)) {
                shown.show(one, keys, limit);
              }
            }
          }
          out.flush();
          return ExitCode.OK;
        });
  }

  private boolean wanted(StoredCheckpoint.Task one) {
    return task == null || task.equals(one.name());
  }

  private ObjectNode json(BlobStore store, StoredCheckpoint checkpoint) throws IOException {
    StoredMetadata metadata = checkpoint.metadata();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("clusterId", metadata.clusterId());
    json.put("job", metadata.spec().name());
    json.put("jobId", String.valueOf(metadata.job()));
    json.put("checkpoint", metadata.checkpoint().value());
    json.put("kind", metadata.kind().name());
    json.put("attempt", metadata.attempt().value());
    json.put("requestedAt", metadata.requestedWallMillis());
    json.put("entryClass", metadata.spec().entryClass());
    json.put("jar", "jars/" + metadata.spec().jarSha256() + ".jar");
    ArrayNode tasks = json.putArray("tasks");
    SnapshotVerifier verifier = new SnapshotVerifier(store, Depth.SIZES);
    for (StoredCheckpoint.Task one : checkpoint.tasks()) {
      if (wanted(one)) {
        var found = verifier.verify(checkpoint.jobRoot(), one.name(), one.snapshot());
        ObjectNode row = tasks.addObject();
        row.put("task", one.name());
        row.put("stateBytes", one.snapshot().stateBytes());
        row.put("files", found.files());
        row.put("segments", one.snapshot().segments().size());
        row.put("index", one.snapshot().isInline() ? "(inline)" : one.snapshot().segment());
      }
    }
    return json;
  }

  private static List<String> lines(JsonNode json, Look look) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "job        "
            + json.path("job").asText()
            + " ("
            + json.path("jobId").asText()
            + "), cluster "
            + json.path("clusterId").asText());
    lines.add(
        "checkpoint "
            + json.path("checkpoint").asLong()
            + ", "
            + json.path("kind").asText()
            + ", attempt "
            + json.path("attempt").asLong()
            + ", requested "
            + look.since(json.path("requestedAt").asLong()));
    lines.add(
        "code       " + json.path("entryClass").asText() + " in " + json.path("jar").asText());
    lines.add("");
    Table table = new Table("TASK", "STATE SIZE", "FILES", "SEGMENTS", "INDEX IN");
    for (JsonNode row : json.path("tasks")) {
      table.row(
          row.path("task").asText(),
          Words.bytes(row.path("stateBytes").asLong()),
          row.path("files").asInt(),
          row.path("segments").asInt(),
          row.path("index").asText());
    }
    lines.addAll(table.lines(look));
    return lines;
  }
}
