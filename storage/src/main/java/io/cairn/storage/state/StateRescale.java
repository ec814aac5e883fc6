package io.cairn.storage.state;

import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a task's state together from that of older tasks at another parallelism. Any thread; blocks.
 *
 * <p>Keyed state is not replayed. From one older task, its database is moved over as it is, and
 * what is not wanted is deleted by ranges. From several, their files are linked into a new
 * database: key groups lead all rows, so the files of different tasks do not overlap. Should
 * RocksDB refuse that, the rows are copied.
 */
public final class StateRescale {

  private static final Logger LOG = LoggerFactory.getLogger(StateRescale.class);

  private StateRescale() {}

  /**
   * Fills the target, which {@link KeyedStateStore#open} then opens with the same settings.
   *
   * @throws IncompatibleStateException if the older tasks' states do not go together, or a blob of
   *     theirs cannot be shared out
   * @throws IllegalArgumentException if the parts do not cover each key group exactly once
   * @throws IOException if something cannot be read or written; the target is worthless then
   */
  public static void assemble(RescaleRequest request) throws IOException {
    assemble(request, FamilyMove::byImport);
  }

  /** As {@link #assemble(RescaleRequest)}, with a way to bring rows over. */
  static void assemble(RescaleRequest request, FamilyMove move) throws IOException {
    createEmpty(request.target());
    request.settings().resources().acquire();
    try {
      List<StatePart> keyed = keyedParts(request);
      if (keyed.size() == 1) {
        takeOver(keyed.get(0), request);
      } else if (!keyed.isEmpty()) {
        merge(keyed, request, move);
      }
      TaskStateRedistribution.of(request)
          .write(request.target().resolve(LocalSnapshot.TASK_STATE_FILE));
    } finally {
      request.settings().resources().release();
    }
  }

  /** The parts with wanted keyed state, in the order of their key groups. */
  private static List<StatePart> keyedParts(RescaleRequest request) throws IOException {
    KeyGroupRange wanted = request.settings().range();
    List<StatePart> overlapping =
        request.parts().stream()
            .filter(part -> part.range().overlaps(wanted))
            .sorted(Comparator.comparingInt(part -> part.range().first()))
            .toList();
    for (StatePart part : overlapping) {
      SmallRows.toFiles(part.directory());
    }
    List<StatePart> keyed =
        overlapping.stream().filter(part -> Files.exists(database(part.directory()))).toList();
    if (!keyed.isEmpty()) {
      checkCoverage(overlapping, wanted);
    }
    return keyed;
  }

  private static void checkCoverage(List<StatePart> parts, KeyGroupRange wanted) {
    int next = wanted.first();
    for (StatePart part : parts) {
      boolean begins = next == wanted.first() && part.range().contains(next);
      if (!begins && part.range().first() != next) {
        throw new IllegalArgumentException(
            "key group " + next + " of " + wanted + " is not in exactly one of " + parts);
      }
      next = part.range().last() + 1;
    }
    if (next <= wanted.last()) {
      throw new IllegalArgumentException("key group " + next + " is in none of " + parts);
    }
  }

  /** SSTs keep their identities, so what is uploaded of them already need not be again. */
  private static void takeOver(StatePart part, RescaleRequest request) throws IOException {
    Files.move(database(part.directory()), database(request.target()));
    if (Files.exists(part.directory().resolve(LocalSnapshot.LIST_FILE))) {
      List<SnapshotFile> immutable =
          LocalSnapshot.readList(part.directory()).files().stream()
              .filter(SnapshotFile::immutable)
              .toList();
      new LocalSnapshot(request.target(), immutable).writeList();
    }
    if (!request.settings().range().containsAll(part.range())) {
      try (StateDatabase database =
          StateDatabase.openAtRest(database(request.target()), request.settings())) {
        new FamilyCut(database).keepOnly(request.settings().range());
        database.flush();
      } catch (RocksDBException e) {
        throw failed(request, e);
      }
    }
  }

  private static void merge(List<StatePart> parts, RescaleRequest request, FamilyMove move)
      throws IOException {
    try {
      move.move(parts, request);
    } catch (RocksDBException e) {
      LOG.warn(
          "files cannot be linked into {}, copying the rows instead: {}",
          request.target(),
          e.getMessage());
      deleteAll(database(request.target()));
      try {
        RowCopy.move(parts, request);
      } catch (RocksDBException again) {
        throw failed(request, again);
      }
    }
  }

  private static void createEmpty(Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> present = Files.list(target)) {
      if (present.findAny().isPresent()) {
        throw new IOException("cannot put state together in " + target + ": it is not empty");
      }
    }
  }

  static Path database(Path directory) {
    return directory.resolve(KeyedStateStore.DATABASE_DIRECTORY);
  }

  static void deleteAll(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.exists(directory)) {
      try (Stream<Path> walk = Files.walk(directory)) {
        walk.forEach(all::add);
      }
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      Files.delete(all.get(i));
    }
  }

  private static IOException failed(RescaleRequest request, RocksDBException cause) {
    return new IOException(
        "cannot put the state together in " + request.target() + ": " + cause.getMessage(), cause);
  }
}
