package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Places the files of a stored snapshot in a local directory. Any thread. */
public final class SnapshotRestore {

  private final BlobStore store;

  /** Takes the store to read from. */
  public SnapshotRestore(BlobStore store) {
    this.store = store;
  }

  /**
   * Restores a snapshot, verifying every block and every file, several at once. The result has its
   * list, which is durable; the files are not synced, for each of them is compared with the list
   * whenever it is uploaded or taken for a copy, and is in the blob store until then.
   *
   * @throws CorruptSnapshotException if the stored snapshot is damaged or a part of it is missing
   * @throws IOException if reading or writing failed; what is in the target is then worthless
   */
  public RestoreResult restore(RestoreRequest request) throws IOException {
    Path target = request.target();
    Files.createDirectories(target);
    try (Stream<Path> present = Files.list(target)) {
      if (present.findAny().isPresent()) {
        throw new IOException("cannot restore into " + target + ": it is not empty");
      }
    }
    RestoreResult result =
        request.snapshot().isInline() ? restoreInline(request) : restoreSegments(request);
    syncDirectories(result.local());
    result.local().writeList();
    return result;
  }

  private static RestoreResult restoreInline(RestoreRequest request) throws IOException {
    byte[] content = request.snapshot().inline().toByteArray();
    String name = LocalSnapshot.TASK_STATE_FILE;
    DurableFiles.write(request.target().resolve(name), content);
    SnapshotFile file =
        new SnapshotFile(name, new UUID(0, 0), content.length, Crc32c.of(content), false);
    return new RestoreResult(new LocalSnapshot(request.target(), List.of(file)), 0, content.length);
  }

  private RestoreResult restoreSegments(RestoreRequest request) throws IOException {
    SnapshotIndex index =
        StoredIndexes.read(store, request.jobRoot(), request.snapshot(), request.task());
    LocalCopy copy = LocalCopy.open(request.localCopy());
    LongAdder reused = new LongAdder();
    LongAdder fetched = new LongAdder();
    for (SnapshotIndex.StoredFile stored : index.files()) {
      Path parent = request.target().resolve(stored.file().name()).getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    }
    try (OpenSegments segments = new OpenSegments(store, request.jobRoot())) {
      ParallelFiles.forEach(
          index.files(),
          () -> {
            BlockReader blocks = new BlockReader(segments, request.task());
            return stored -> place(request, copy, blocks, stored, reused, fetched);
          });
    }
    List<SnapshotFile> files = index.files().stream().map(SnapshotIndex.StoredFile::file).toList();
    return new RestoreResult(
        new LocalSnapshot(request.target(), files), reused.sum(), fetched.sum());
  }

  /** Places a file: from the local copy, else from the blob store. */
  private static void place(
      RestoreRequest request,
      LocalCopy copy,
      BlockReader blocks,
      SnapshotIndex.StoredFile stored,
      LongAdder reused,
      LongAdder fetched)
      throws IOException {
    SnapshotFile file = stored.file();
    Path target = request.target().resolve(file.name());
    if (copy.place(file, target)) {
      reused.add(file.length());
    } else {
      blocks.fetch(stored, target);
      fetched.add(file.length());
    }
  }

  private static void syncDirectories(LocalSnapshot local) throws IOException {
    Set<Path> directories = new TreeSet<>();
    directories.add(local.directory());
    for (SnapshotFile file : local.files()) {
      Path parent = local.directory().resolve(file.name()).getParent();
      if (parent != null) {
        directories.add(parent);
      }
    }
    for (Path directory : directories) {
      DurableFiles.syncDirectory(directory);
    }
  }
}
