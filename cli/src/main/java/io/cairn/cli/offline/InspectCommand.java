package io.cairn.cli.offline;

import io.cairn.cli.terminal.Table;
import io.cairn.cli.terminal.Words;
import io.cairn.coordinator.codec.StoredMetadata;
import io.cairn.process.ExitCode;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.SnapshotVerifier;
import io.cairn.storage.snapshot.SnapshotVerifier.Depth;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
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
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {
  @Mixin private OfflineOptions offline = new OfflineOptions();
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
    return offline.run(
        (store, checkpoint) -> {
          head(out, checkpoint.metadata());
          table(store, checkpoint).lines().forEach(out::println);
          if (states || keys != null) {
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

  private static void head(PrintWriter out, StoredMetadata metadata) {
    out.println(
        "job        "
            + metadata.spec().name()
            + " ("
            + metadata.job()
            + "), cluster "
            + metadata.clusterId());
    out.println(
        "checkpoint "
            + metadata.checkpoint()
            + ", "
            + metadata.kind()
            + ", attempt "
            + metadata.attempt()
            + ", requested "
            + Instant.ofEpochMilli(metadata.requestedWallMillis()));
    out.println(
        "code       "
            + metadata.spec().entryClass()
            + " in jars/"
            + metadata.spec().jarSha256()
            + ".jar");
    out.println();
  }

  private Table table(BlobStore store, StoredCheckpoint checkpoint) throws IOException {
    Table table = new Table("TASK", "STATE SIZE", "FILES", "SEGMENTS", "INDEX IN");
    SnapshotVerifier sizes = new SnapshotVerifier(store, Depth.SIZES);
    for (StoredCheckpoint.Task one : checkpoint.tasks()) {
      if (wanted(one)) {
        var found = sizes.verify(checkpoint.jobRoot(), one.name(), one.snapshot());
        table.row(
            one.name(),
            Words.bytes(one.snapshot().stateBytes()),
            found.files(),
            one.snapshot().segments().size(),
            one.snapshot().isInline() ? "(inline)" : one.snapshot().segment());
      }
    }
    return table;
  }
}
