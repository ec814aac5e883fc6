package io.cairn.storage.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ExportImportFilesMetaData;
import org.rocksdb.ImportColumnFamilyOptions;
import org.rocksdb.RocksDBException;

/** A way to bring the states of several older tasks into the new task's database. */
@FunctionalInterface
interface FamilyMove {

  /**
   * Brings the wanted rows over and closes all databases.
   *
   * @param parts disjoint, in the order of their key groups
   */
  void move(List<StatePart> parts, RescaleRequest request) throws IOException, RocksDBException;

  /**
   * Links the files: each state's are exported from the old databases and imported into the new one
   * with their levels. Files of the parts must not overlap, so one whose files go beyond its key
   * groups, for leftovers of an earlier change of parallelism, is clipped first.
   */
  static void byImport(List<StatePart> parts, RescaleRequest request)
      throws IOException, RocksDBException {
    SortedMap<String, List<ExportImportFilesMetaData>> exported = new TreeMap<>();
    try {
      try (StateDatabase target =
          StateDatabase.openAtRest(StateRescale.database(request.target()), request.settings())) {
        PartSchemas schemas = new PartSchemas(target.schemas());
        for (StatePart part : parts) {
          StateSettings settings = request.settings().withRange(part.range());
          try (StateDatabase old =
              StateDatabase.openAtRest(StateRescale.database(part.directory()), settings)) {
            schemas.take(old.schemas());
            export(old, part, exported);
          }
        }
        importAll(target, exported);
        new FamilyCut(target).keepOnly(request.settings().range());
        target.flush();
      }
    } finally {
      exported.values().forEach(all -> all.forEach(ExportImportFilesMetaData::close));
    }
  }

  private static void export(
      StateDatabase old, StatePart part, Map<String, List<ExportImportFilesMetaData>> exported)
      throws IOException, RocksDBException {
    FamilyCut cut = new FamilyCut(old);
    Path exports = part.directory().resolve("exports");
    StateRescale.deleteAll(exports);
    Files.createDirectory(exports);
    try (Checkpoint checkpoint = Checkpoint.create(old.db())) {
      for (Map.Entry<String, ColumnFamilyHandle> family : old.stateHandles().entrySet()) {
        cut.clipIfBeyond(family.getKey(), family.getValue(), part.range());
        if (cut.hasFiles(family.getKey())) {
          Path into = exports.resolve(family.getKey());
          exported
              .computeIfAbsent(family.getKey(), name -> new ArrayList<>())
              .add(checkpoint.exportColumnFamily(family.getValue(), into.toString()));
        }
      }
    }
  }

  private static void importAll(
      StateDatabase target, Map<String, List<ExportImportFilesMetaData>> exported)
      throws RocksDBException {
    try (ImportColumnFamilyOptions options = new ImportColumnFamilyOptions().setMoveFiles(true)) {
      for (Map.Entry<String, List<ExportImportFilesMetaData>> family : exported.entrySet()) {
        byte[] name = family.getKey().getBytes(StandardCharsets.UTF_8);
        target.adopt(
            target
                .db()
                .createColumnFamilyWithImport(
                    new ColumnFamilyDescriptor(name, target.familyOptions()),
                    options,
                    family.getValue()));
      }
    }
  }
}
