package io.cairn.agent.snapshot;

import io.cairn.process.logging.LogFields;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.RestoreRequest;
import io.cairn.storage.snapshot.RestoreResult;
import io.cairn.storage.snapshot.SnapshotRestore;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.TaskStateRestore;
import io.cairn.storage.state.RescaleRequest;
import io.cairn.storage.state.StatePart;
import io.cairn.storage.state.StateRescale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  private final TaskStateRestore taskStates;

  /**
   * @param local the snapshots on this machine
   * @param store where the others are
   */
  public TaskRestorer(LocalSnapshots local, BlobStore store) {
    this.local = local;
    this.restore = new SnapshotRestore(store);
    this.taskStates = new TaskStateRestore(store);
  }

  /**
   * Which checkpoint is restored.
   *
   * @param jobId of the tasks that restore it
   * @param root what the paths in its handles are relative to, below the blob store's root
   * @param ofOtherJob whether another job took it: then nothing of it is here
   */
  public record Cut(long jobId, long checkpointId, String root, boolean ofOtherJob) {}

  /**
   * Places the files of a snapshot.
   *
   * @param taskName for people: {@code operator/instance}
   * @param target does not exist or is empty
   * @return where its bytes came from
   * @throws IOException if neither source has it whole; the message names task and file
   */
  public RestoreResult restore(Cut cut, int task, String taskName, StoredSnapshot from, Path target)
      throws IOException {
    Path copy = localCopy(cut, task).orElse(null);
    RestoreResult result =
        restore.restore(new RestoreRequest(cut.root(), taskName, from, target, copy));
    log.atInfo()
        .addKeyValue(LogFields.JOB, cut.jobId())
        .addKeyValue(LogFields.TASK, taskName)
        .addKeyValue(LogFields.CHECKPOINT, cut.checkpointId())
        .log(
            "restored {} of job-{} from checkpoint {}: {} bytes here, {} from the blob store",
            taskName,
            cut.jobId(),
            cut.checkpointId(),
            result.reusedBytes(),
            result.fetchedBytes());
    return result;
  }

  /**
   * Brings the state of a task back from that of older tasks, at another parallelism: downloads the
   * older tasks whose key groups it has now, and of the others only the small named state.
   *
   * @return bytes that were read from the blob store or a local copy
   * @throws io.cairn.storage.state.IncompatibleStateException if the older tasks' state cannot be
   *     shared out
   * @throws IOException if something cannot be read or written; the message names task and file
   */
  public long rescale(RescaledTask request) throws IOException {
    Path parts = request.target().resolveSibling(request.target().getFileName() + ".parts");
    Directories.delete(parts);
    List<StatePart> restored = new ArrayList<>();
    long bytes = 0;
    for (RescaledTask.OldTask old : request.old()) {
      Path part = parts.resolve(Integer.toString(restored.size()));
      restored.add(new StatePart(part, old.keyGroups()));
      bytes += restorePart(request, old, part);
    }
    StateRescale.assemble(
        new RescaleRequest(
            request.target(),
            request.settings(),
            request.instance(),
            request.parallelism(),
            restored));
    Directories.delete(parts);
    log.atInfo()
        .addKeyValue(LogFields.JOB, request.cut().jobId())
        .addKeyValue(LogFields.TASK, request.name())
        .addKeyValue(LogFields.CHECKPOINT, request.cut().checkpointId())
        .log(
            "restored {} of job-{} from {} tasks in checkpoint {}: {} bytes",
            request.name(),
            request.cut().jobId(),
            request.old().size(),
            request.cut().checkpointId(),
            bytes);
    return bytes;
  }

  private long restorePart(RescaledTask request, RescaledTask.OldTask old, Path part)
      throws IOException {
    Cut cut = request.cut();
    if (!request.keyed() || !old.keyGroups().overlaps(request.settings().range())) {
      taskStates.restore(new RestoreRequest(cut.root(), old.name(), old.snapshot(), part, null));
      return 0;
    }
    RestoreResult result =
        restore.restore(
            new RestoreRequest(
                cut.root(),
                old.name(),
                old.snapshot(),
                part,
                localCopy(cut, old.task()).orElse(null)));
    return result.fetchedBytes() + result.reusedBytes();
  }

  private Optional<Path> localCopy(Cut cut, int task) {
    return cut.ofOtherJob()
        ? Optional.empty()
        : local.find(cut.jobId(), cut.checkpointId(), task).flatMap(TaskRestorer::usable);
  }

  /** A small one is fetched at once, or it is in the handle. */
  private static Optional<Path> usable(JournalEntry entry) {
    if (entry.small() != null) {
      return Optional.empty();
    }
    try {
      LocalSnapshot snapshot = entry.snapshot();
      return Optional.of(snapshot.directory());
    } catch (IOException e) {
      log.warn("the local copy is not used: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
