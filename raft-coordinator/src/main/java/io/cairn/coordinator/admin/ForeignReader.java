package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.codec.MetadataCodec;
import io.cairn.coordinator.codec.StoredMetadata;
import io.cairn.coordinator.leader.StorePaths;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a checkpoint of another cluster by its files alone. Only reads. Blocks; of one thread.
 *
 * <p>Pending metadata counts like published: it is written when every snapshot is durable, and the
 * sinks may have committed up to it before it was published. So the newest of both is the cut from
 * which nothing is done twice, whatever was decided about it.
 */
final class ForeignReader {
  private static final long MAX_METADATA_BYTES = 256L << 20;

  /** Directories of a job that are looked at: as many as a job can keep, many times over. */
  private static final int MAX_DIRECTORIES = 10_000;

  private static final Pattern ID = Pattern.compile("(?:.*-)?([0-9]{1,18})");

  private final BlobStore store;
  private final ForeignPlace place;

  ForeignReader(BlobStore store, ForeignPlace place) {
    this.store = store;
    this.place = place;
  }

  /**
   * A checkpoint and where it is.
   *
   * @param directory of its metadata, below the store's root
   */
  record Found(String directory, StoredMetadata metadata) {
    /** What the paths in its handles are relative to, below the store's root. */
    String handlesRoot() {
      return metadata.savepoint().isEmpty()
          ? directory.substring(0, directory.lastIndexOf("/checkpoints/"))
          : directory;
    }
  }

  /**
   * The checkpoint that is meant, with all its segments there.
   *
   * @param older whether one that is not the newest may be meant
   */
  Found find(boolean older) throws IOException {
    Found named = place.checkpoint().isEmpty() ? null : read(place.checkpoint());
    if (named != null && (older || place.job().isEmpty())) {
      return whole(named);
    }
    Found newest = newest();
    if (named == null) {
      if (newest == null) {
        throw notFound(place.job() + " has no checkpoint");
      }
      return whole(newest);
    }
    if (newest != null
        && newest.metadata().checkpoint().compareTo(named.metadata().checkpoint()) > 0) {
      throw ProblemException.of(
          409,
          "not-the-newest",
          newest.directory()
              + " is newer: what sinks committed since "
              + named.directory()
              + " would be committed again. Restore the newest by naming "
              + place.job()
              + " alone, or say that an older one is meant");
    }
    return whole(named);
  }

  /** The newest one up to which sinks may have committed; null when there is none. */
  private @Nullable Found newest() throws IOException {
    for (String directory : newestFirst()) {
      Found found = readIfThere(directory);
      if (found != null && found.metadata().kind() != CheckpointKind.SAVEPOINT) {
        return found;
      }
    }
    return null;
  }

  private List<String> newestFirst() throws IOException {
    List<BlobInfo> all = new ArrayList<>(store.list(place.job() + "/checkpoints"));
    all.addAll(store.list(place.job() + "/savepoints"));
    if (all.size() > MAX_DIRECTORIES) {
      throw ProblemException.of(
          413,
          "too-large",
          place.job() + " has " + all.size() + " checkpoints; name the one that is meant");
    }
    return all.stream()
        .filter(info -> info.directory() && id(info) >= 0)
        .sorted(Comparator.comparingLong(ForeignReader::id).reversed())
        .map(BlobInfo::path)
        .toList();
  }

  private static long id(BlobInfo directory) {
    Matcher id = ID.matcher(directory.name());
    return id.matches() ? Long.parseLong(id.group(1)) : -1;
  }

  private Found read(String directory) throws IOException {
    Found found = readIfThere(directory);
    if (found == null) {
      throw notFound(directory + " has no " + StorePaths.metadata("").substring(1));
    }
    return found;
  }

  private @Nullable Found readIfThere(String directory) throws IOException {
    byte[] file = bytes(StorePaths.metadata(directory));
    if (file == null) {
      file = bytes(StorePaths.pending(directory));
    }
    if (file == null) {
      return null;
    }
    try {
      return new Found(directory, MetadataCodec.decode(file));
    } catch (IOException e) {
      throw ProblemException.of(
          422,
          "damaged",
          directory
              + ": "
              + e.getMessage()
              + "; to restore an older one, name it and say that an older one is meant");
    }
  }

  private byte @Nullable [] bytes(String path) throws IOException {
    try (BlobInput in = store.open(path)) {
      if (in.length() > MAX_METADATA_BYTES) {
        throw ProblemException.of(422, "damaged", path + " is too long for metadata");
      }
      byte[] bytes = new byte[(int) in.length()];
      in.readFully(0, bytes, 0, bytes.length);
      return bytes;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Better now than on the agents, one after the other. Blocks are verified when restored. */
  private Found whole(Found found) throws IOException {
    TreeSet<SegmentPath> segments = new TreeSet<>();
    for (SnapshotHandle handle : found.metadata().handles()) {
      segments.addAll(handle.segments());
    }
    for (SegmentPath segment : segments) {
      String path = found.handlesRoot() + "/" + segment.value();
      if (!store.exists(path)) {
        throw ProblemException.of(
            422, "damaged", path + " is missing, which " + found.directory() + " needs");
      }
    }
    return found;
  }

  private ProblemException notFound(String what) {
    return ProblemException.of(404, "no-such-checkpoint", what + ", below " + place.root());
  }
}
