package io.cairn.cli.offline;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What both commands take: which checkpoint, and how to reach its blob store. */
final class OfflineOptions {
  @Parameters(
      paramLabel = "CHECKPOINT",
      description = {
        "Its directory (hdfs://HOST:PORT/ROOT/jobs/JOB/checkpoints/ID, or a",
        "local path), or JOB/ID by numbers with --root."
      })
  private String checkpoint = "";

  @Option(
      names = "--root",
      paramLabel = "URI",
      defaultValue = "${env:CAIRN_BLOB_STORE}",
      description = "Root of the blob store, for JOB/ID (or set CAIRN_BLOB_STORE).")
  private @Nullable String root;

  @Option(
      names = "--hadoop",
      paramLabel = "KEY=VALUE",
      description = "A Hadoop property; may be repeated.")
  private Map<String, String> hadoop = new LinkedHashMap<>();

  /** Reads a checkpoint with its store open. */
  @FunctionalInterface
  interface Work {
    int with(BlobStore store, StoredCheckpoint checkpoint) throws IOException;
  }

  /**
   * Opens the store, reads the metadata and does the work.
   *
   * @throws CliException with one line, if anything is damaged or cannot be read
   */
  int run(Work work) {
    CheckpointPlace place = CheckpointPlace.parse(checkpoint, root);
    try (BlobStore store = BlobStores.open(place.root(), hadoop)) {
      return work.with(store, StoredCheckpoint.read(store, place.jobRoot(), place.directory()));
    } catch (IOException e) {
      String line = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new CliException(
          ExitCode.FAILED,
          line.lines().findFirst().orElse(e.toString()) + ", in " + place.root(),
          e);
    }
  }
}
