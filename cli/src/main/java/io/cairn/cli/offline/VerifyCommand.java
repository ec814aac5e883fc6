package io.cairn.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.cli.CliException;
import io.cairn.cli.output.OutputOptions;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.SnapshotVerifier;
import io.cairn.storage.snapshot.SnapshotVerifier.Depth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn checkpoint verify}. */
@Command(
    name = "verify",
    description = {
      "Check that a checkpoint would restore, without a cluster: every block's",
      "checksum, or presence and sizes only. Says all that is damaged; exit code 1",
      "then."
    },
    footer = {
      "",
      "Examples:",
      "  cairn checkpoint verify hdfs://nn:8020/cairn/jobs/7/checkpoints/13",
      "  cairn checkpoint verify 7/13 --root file:///srv/cairn --sizes -o json"
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private OfflineOptions offline = new OfflineOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--sizes", description = "Do not read the blocks, only what says where they are.")
  private boolean sizes;

  @Override
  public Integer call() {
    return offline.run(
        (store, checkpoint) -> {
          var verifier = new SnapshotVerifier(store, sizes ? Depth.SIZES : Depth.BLOCKS);
          Found found = new Found();
          for (StoredCheckpoint.Task task : checkpoint.tasks()) {
            found.verify(verifier, checkpoint.jobRoot(), task);
          }
          verifier.verifyRest().forEach(e -> found.damage.add(String.valueOf(e.getMessage())));
          ObjectNode answer = found.json(checkpoint, checkpoint.tasks().size(), sizes);
          output.show(
              spec,
              answer,
              (tree, look) -> found.damagedTasks > 0 ? found.damage : lines(tree, found));
          if (found.damagedTasks > 0) {
            throw new CliException(
                ExitCode.FAILED,
                "checkpoint "
                    + checkpoint.metadata().checkpoint()
                    + " is damaged: "
                    + found.damagedTasks
                    + " of "
                    + checkpoint.tasks().size()
                    + " tasks would not restore");
          }
          return ExitCode.OK;
        });
  }

  /** Filled task by task. */
  private static final class Found {
    private final List<String> damage = new ArrayList<>();
    private int damagedTasks;
    private int blocks;
    private long stateBytes;

    void verify(SnapshotVerifier verifier, String jobRoot, StoredCheckpoint.Task task)
        throws IOException {
      try {
        var found = verifier.verify(jobRoot, task.name(), task.snapshot());
        stateBytes += found.stateBytes();
        blocks += found.blocks();
      } catch (CorruptSnapshotException e) {
        damagedTasks++;
        damage.add(String.valueOf(e.getMessage()));
      }
    }

    ObjectNode json(StoredCheckpoint checkpoint, int tasks, boolean sizes) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("job", checkpoint.metadata().spec().name());
      json.put("checkpoint", checkpoint.metadata().checkpoint().value());
      json.put("depth", sizes ? "sizes" : "blocks");
      json.put("whole", damagedTasks == 0);
      json.put("tasks", tasks);
      json.put("damagedTasks", damagedTasks);
      json.put("blocks", blocks);
      json.put("stateBytes", stateBytes);
      damage.forEach(json.putArray("damage")::add);
      return json;
    }
  }

  private List<String> lines(JsonNode tree, Found found) {
    List<String> lines = new ArrayList<>(found.damage);
    lines.add(
        "checkpoint "
            + tree.path("checkpoint").asLong()
            + " of job "
            + tree.path("job").asText()
            + " is whole: "
            + tree.path("tasks").asInt()
            + " tasks, "
            + found.blocks
            + " blocks, "
            + Words.bytes(found.stateBytes)
            + (sizes ? " (sizes only)" : ""));
    return lines;
  }
}
