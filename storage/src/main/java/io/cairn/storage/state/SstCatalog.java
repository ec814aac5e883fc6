package io.cairn.storage.state;

import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who wrote each SST of a store, so that it need be read for its checksum once, and uploaded once.
 * One snapshot of a store at a time describes its files here, on any thread.
 *
 * <p>SSTs that were restored keep the writer they had. RocksDB numbers its files upwards and never
 * reuses a number within one lineage, so writer and name never name two contents.
 */
final class SstCatalog {

  private static final String SST_SUFFIX = ".sst";

  private final UUID writer;
  private Map<String, SnapshotFile> known;

  private SstCatalog(UUID writer, Map<String, SnapshotFile> known) {
    this.writer = writer;
    this.known = known;
  }

  /** Begins with what the directory's list of restored files says, if it has one. */
  static SstCatalog open(Path directory, UUID writer) throws IOException {
    Map<String, SnapshotFile> known = new HashMap<>();
    if (Files.exists(directory.resolve(LocalSnapshot.LIST_FILE))) {
      for (SnapshotFile file : LocalSnapshot.readList(directory).files()) {
        if (file.immutable()) {
          known.put(file.name(), file);
        }
      }
    }
    return new SstCatalog(writer, known);
  }

  /**
   * Describes the files in a directory of a snapshot, sorted by name; reads the new ones.
   *
   * @param beforeEach throws if it is not wanted any more
   */
  List<SnapshotFile> describeAll(Path snapshot, String databaseDirectory, Runnable beforeEach)
      throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(snapshot.resolve(databaseDirectory))) {
      names = files.map(f -> databaseDirectory + "/" + f.getFileName()).sorted().toList();
    }
    List<SnapshotFile> described = new ArrayList<>(names.size());
    Map<String, SnapshotFile> current = new HashMap<>();
    for (String name : names) {
      beforeEach.run();
      if (name.startsWith(databaseDirectory + "/OPTIONS")) {
        continue; // Only a record of the options that the code gives anyway.
      }
      if (name.endsWith(SST_SUFFIX)) {
        SnapshotFile file = known.get(name);
        if (file == null) {
          file = LocalSnapshot.describe(snapshot, name, writer, true);
        }
        current.put(name, file);
        described.add(file);
      } else {
        described.add(LocalSnapshot.describe(snapshot, name, writer, false));
      }
    }
    known = current;
    return described;
  }
}
