package io.cairn.storage.snapshot;

import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** Places the files of a stored snapshot in a local directory. Any thread. */
public final class SnapshotRestore {

  private final BlobStore store;

  /** Takes the store to read from. */
  public SnapshotRestore(BlobStore store) {
    this.store = store;
  }

  /**
   * Restores a snapshot, verifying every block and every file. The result is durable and has its
   * list.
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
    List<SnapshotFile> files = new ArrayList<>();
    long reused = 0;
    long fetched = 0;
    try (BlockReader blocks = new BlockReader(store, request.jobRoot(), request.task())) {
      for (SnapshotIndex.StoredFile stored : index.files()) {
        SnapshotFile file = stored.file();
        Path target = request.target().resolve(file.name());
        Path parent = target.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        if (copy.place(file, target)) {
          reused += file.length();
        } else {
          blocks.fetch(stored, target);
          fetched += file.length();
        }
        files.add(file);
      }
    }
    return new RestoreResult(new LocalSnapshot(request.target(), files), reused, fetched);
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
