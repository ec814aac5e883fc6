package io.cairn.agent.snapshot;

import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.RestoreResult;
import io.cairn.storage.snapshot.SnapshotRestore;
import io.cairn.storage.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a task's state back: from the local copy of the very snapshot where its checksums agree,
 * else from the blob store. Any thread; blocks.
 */
public final class TaskRestorer {

  private static final Logger log = LoggerFactory.getLogger(TaskRestorer.class);

  private final LocalSnapshots local;
  private final SnapshotRestore restore;

  public TaskRestorer(LocalSnapshots local, SnapshotRestore restore) {
    this.local = local;
    this.restore = restore;
  }

  /**
   * Places the files of a snapshot.
   *
   * @param taskName for people: {@code operator/instance}
   * @param target does not exist or is empty
   * @throws IOException if neither source has it whole; the message names task and file
   */
  public void restore(
      long jobId, long checkpointId, int task, String taskName, StoredSnapshot from, Path target)
      throws IOException {
    Optional<Path> copy = local.find(jobId, checkpointId, task).flatMap(TaskRestorer::usable);
    RestoreResult result =
        restore.restore(
            new RestoreRequest(JobPaths.root(jobId), taskName, from, target, copy.orElse(null)));
    log.info(
        "restored {} of job-{} from checkpoint {}: {} bytes here, {} from the blob store",
        taskName,
        jobId,
        checkpointId,
        result.reusedBytes(),
        result.fetchedBytes());
  }

  private static Optional<Path> usable(JournalEntry entry) {
    try {
      LocalSnapshot snapshot = entry.snapshot();
      return Optional.of(snapshot.directory());
    } catch (IOException e) {
      log.warn("the local copy is not used: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
