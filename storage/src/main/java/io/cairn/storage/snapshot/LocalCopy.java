package io.cairn.storage.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot on this machine whose files may save a download. Trusted in nothing: a file is used
 * when it is listed as the wanted one and its content has the wanted length and CRC32C. Any thread.
 */
final class LocalCopy {

  private static final Logger LOG = LoggerFactory.getLogger(LocalCopy.class);

  private final @Nullable Path directory;
  private final Set<SnapshotFile> listed;

  private LocalCopy(@Nullable Path directory, Set<SnapshotFile> listed) {
    this.directory = directory;
    this.listed = listed;
  }

  /** Opens a copy; one that cannot be read is as good as none. */
  static LocalCopy open(@Nullable Path directory) {
    if (directory != null && Files.exists(directory.resolve(LocalSnapshot.LIST_FILE))) {
      try {
        return new LocalCopy(directory, new HashSet<>(LocalSnapshot.readList(directory).files()));
      } catch (IOException e) {
        LOG.warn("local copy in {} is not used: {}", directory, e.toString());
      }
    }
    return new LocalCopy(null, Set.of());
  }

  /** Puts the file at the target, if this copy has it whole; otherwise leaves nothing there. */
  boolean place(SnapshotFile file, Path target) throws IOException {
    if (directory == null || !listed.contains(file)) {
      return false;
    }
    Path source = directory.resolve(file.name());
    try {
      if (Files.size(source) != file.length() || Crc32c.of(source) != file.crc32c()) {
        LOG.warn("local copy {} is damaged, fetching it instead", source);
        return false;
      }
    } catch (IOException e) {
      LOG.warn("local copy {} is not used: {}", source, e.toString());
      return false;
    }
    if (!(file.immutable() && link(source, target))) {
      DurableFiles.write(target, Files.readAllBytes(source));
    }
    return true;
  }

  private static boolean link(Path source, Path target) {
    try {
      Files.createLink(target, source);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("cannot link {}, copying: {}", source, e.toString());
      return false;
    }
  }
}
