package io.cairn.cli.offline;

import io.cairn.cli.CliException;
import io.cairn.cli.terminal.Words;
import io.cairn.process.ExitCode;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.SnapshotVerifier;
import io.cairn.storage.snapshot.SnapshotVerifier.Depth;
import java.io.PrintWriter;
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
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private OfflineOptions offline = new OfflineOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--sizes", description = "Do not read the blocks, only what says where they are.")
  private boolean sizes;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return offline.run(
        (store, checkpoint) -> {
          var verifier = new SnapshotVerifier(store, sizes ? Depth.SIZES : Depth.BLOCKS);
          int damaged = 0;
          long bytes = 0;
          int blocks = 0;
          var tasks = checkpoint.tasks();
          for (StoredCheckpoint.Task task : tasks) {
            try {
              var found = verifier.verify(checkpoint.jobRoot(), task.name(), task.snapshot());
              bytes += found.stateBytes();
              blocks += found.blocks();
            } catch (CorruptSnapshotException e) {
              damaged++;
              out.println(e.getMessage());
            }
          }
          var rest = verifier.verifyRest();
          rest.forEach(e -> out.println(e.getMessage()));
          if (damaged > 0) {
            out.flush();
            throw new CliException(
                ExitCode.FAILED,
                "checkpoint "
                    + checkpoint.metadata().checkpoint()
                    + " is damaged: "
                    + damaged
                    + " of "
                    + tasks.size()
                    + " tasks would not restore");
          }
          out.println(
              "checkpoint "
                  + checkpoint.metadata().checkpoint()
                  + " of job "
                  + checkpoint.metadata().spec().name()
                  + " is whole: "
                  + tasks.size()
                  + " tasks, "
                  + blocks
                  + " blocks, "
                  + Words.bytes(bytes)
                  + (sizes ? " (sizes only)" : ""));
          out.flush();
          return ExitCode.OK;
        });
  }
}
