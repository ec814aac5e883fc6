package io.cairn.agent.snapshot;

import io.cairn.agent.OneLine;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.storage.snapshot.DurableFiles;
import io.cairn.storage.snapshot.LocalSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots on this agent's disk and their journal:
 *
 * <pre>
 * snapshots/job-7/task-3/c31-a2/           files of the snapshot, taken by attempt 2
 * snapshots/job-7/task-3/c31-a2.journal    there once the snapshot may be counted on
 * </pre>
 *
 * <p>Small ones are in files that several tasks share, see {@link SmallSnapshots}. A directory
 * without a journal is left over from a crash and is deleted when the agent starts. Any thread.
 */
public final class LocalSnapshots {

  private static final Logger log = LoggerFactory.getLogger(LocalSnapshots.class);
  private static final String JOURNAL = ".journal";

  private final Path root;
  private final ConcurrentMap<SnapshotId, JournalEntry> entries = new ConcurrentHashMap<>();

  private final SmallSnapshots small;

  private LocalSnapshots(Path root) {
    this.root = root;
    this.small = new SmallSnapshots(root);
  }

  /** Reads the journal and deletes what it does not name. */
  public static LocalSnapshots open(Path root) throws IOException {
    Files.createDirectories(root);
    LocalSnapshots snapshots = new LocalSnapshots(root);
    for (Path job : children(root)) {
      for (Path child : children(job)) {
        if (SmallSnapshots.isOne(child)) {
          snapshots.small.read(child, snapshots::take);
        } else {
          snapshots.readTask(child);
        }
      }
    }
    return snapshots;
  }

  private void take(SmallSnapshots.Found found) {
    SnapshotId id = found.id();
    entries.put(id, new JournalEntry(id, directoryOf(id), found.handle(), found.place()));
  }

  private void readTask(Path taskDirectory) throws IOException {
    for (Path child : children(taskDirectory)) {
      String name = String.valueOf(child.getFileName());
      if (name.endsWith(JOURNAL)) {
        String of = name.substring(0, name.length() - JOURNAL.length());
        readEntry(child, taskDirectory.resolve(of));
      } else if (!Files.exists(journalOf(child))) {
        Directories.delete(child);
      }
    }
  }

  private void readEntry(Path journal, Path directory) throws IOException {
    try {
      JournalEntry entry = JournalEntry.read(journal, directory);
      if (Files.isDirectory(directory) && directory.equals(directoryOf(entry.id()))) {
        entries.put(entry.id(), entry);
        return;
      }
      log.warn("{} does not belong to {}: dropped", journal, directory);
    } catch (IOException e) {
      log.warn("a local snapshot is dropped, the blob store has it: {}", e.getMessage());
    }
    Files.deleteIfExists(journal);
    Directories.delete(directory);
  }

  /** Where a snapshot is to be taken: does not exist, its parent does. */
  public Path newDirectory(SnapshotId id) throws IOException {
    Path directory = directoryOf(id);
    Directories.delete(directory);
    Path parent = directory.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return directory;
  }

  /** Records, durably, that a snapshot is complete on this disk; or puts a small one there. */
  public void record(SnapshotId id, LocalSnapshot snapshot) throws IOException {
    if (!snapshot.isInMemory()) {
      record(id);
      return;
    }
    var place = small.add(id, snapshot.content());
    JournalEntry before =
        entries.put(id, new JournalEntry(id, directoryOf(id), Optional.empty(), place));
    forget(before);
  }

  /** Records, durably, that a snapshot is complete in its directory. */
  void record(SnapshotId id) throws IOException {
    JournalEntry entry = new JournalEntry(id, directoryOf(id), Optional.empty());
    DurableFiles.write(journalOf(entry.directory()), entry.seal());
    entries.put(id, entry);
  }

  /**
   * Records that a snapshot is in the blob store too, so that it is known after a kill of this
   * process. A loss of power may damage the entry: then the copy here is dropped, for it is not
   * needed any more. Nothing if it was deleted since.
   */
  public void recordHandle(SnapshotId id, SnapshotHandle handle) throws IOException {
    JournalEntry entry = entries.get(id);
    if (entry == null) {
      return;
    }
    JournalEntry uploaded = entry.uploaded(handle);
    if (entry.small() == null) {
      DurableFiles.replace(journalOf(entry.directory()), uploaded.seal());
    } else if (handle.getInline().isEmpty()) { // else it is the snapshot again
      small.addHandle(id, entry.small(), handle);
    }
    entries.replace(id, entry, uploaded); // it may be deleted by now
  }

  /** A task's snapshot of a checkpoint, if it is here. */
  public Optional<JournalEntry> find(long jobId, long checkpointId, int task) {
    return entries.values().stream()
        .filter(e -> e.id().jobId() == jobId && e.id().task() == task)
        .filter(e -> e.id().checkpointId() == checkpointId)
        .findFirst();
  }

  /** What the journal says of this snapshot, if it is here. */
  Optional<JournalEntry> entry(SnapshotId id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** All snapshots of a job that are here. */
  public List<SnapshotId> ofJob(long jobId) {
    return entries.keySet().stream().filter(id -> id.jobId() == jobId).toList();
  }

  /** A snapshot of each job that has some here. */
  Collection<SnapshotId> oneOfEachJob() {
    Map<Long, SnapshotId> jobs = new TreeMap<>();
    entries.keySet().forEach(id -> jobs.put(id.jobId(), id));
    return jobs.values();
  }

  /** Deletes a snapshot: first its journal, so that half a deletion is seen as one. */
  public void delete(SnapshotId id) {
    JournalEntry entry = entries.remove(id);
    if (entry != null && entry.small() != null) {
      forget(entry);
      return;
    }
    Path directory = directoryOf(id);
    try {
      Files.deleteIfExists(journalOf(directory));
      Directories.delete(directory);
    } catch (IOException e) {
      log.warn("cannot delete the local snapshot {}: {}", directory, OneLine.of(e));
    }
  }

  private void forget(@Nullable JournalEntry entry) {
    if (entry != null && entry.small() != null) {
      small.drop(entry.small());
    }
  }

  private Path directoryOf(SnapshotId id) {
    return root.resolve("job-" + id.jobId())
        .resolve("task-" + id.task())
        .resolve("c" + id.checkpointId() + "-a" + id.attempt());
  }

  private static Path journalOf(Path directory) {
    return directory.resolveSibling(directory.getFileName() + JOURNAL);
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return new ArrayList<>(children.sorted().toList());
    }
  }
}
