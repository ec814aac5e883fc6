package io.cairn.storage.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB: a column family per state, named as the state is, and in the default one the schema
 * of each state and the number of key groups. Of the store's owner thread.
 */
final class StateDatabase implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private final DBOptions dbOptions;
  private final ColumnFamilyOptions familyOptions;
  private final WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
  private final RocksDB db;
  private final Path directory;
  private final StoredSchemas schemas;
  private final Memtables memtables;
  private final WritePressure pressure;
  private final AtomicLong rowCacheBudget;
  private final List<ColumnFamilyHandle> handles;
  private final Map<String, StateFamily> families = new HashMap<>();
  private @Nullable BarrierCut newestCut;

  private StateDatabase(
      Path directory,
      DBOptions dbOptions,
      ColumnFamilyOptions familyOptions,
      RocksDB db,
      List<ColumnFamilyHandle> handles,
      StateResources resources) {
    this.directory = directory;
    this.dbOptions = dbOptions;
    this.familyOptions = familyOptions;
    this.db = db;
    this.handles = handles;
    this.rowCacheBudget = resources.rowCacheBudget();
    this.schemas = new StoredSchemas(db, handles.get(0), writeOptions);
    this.memtables = new Memtables(db, handles);
    this.pressure = new WritePressure(resources, memtables);
  }

  /** Opens a database, made if need be. */
  static StateDatabase open(Path directory, StateSettings settings) throws IOException {
    return open(directory, settings, Optional.empty());
  }

  /** Opens a new database that holds these rows, in memory. */
  static StateDatabase open(Path directory, StateSettings settings, Optional<SmallRows> rows)
      throws IOException {
    return open(directory, settings, settings.resources().newFamilyOptions(), rows);
  }

  /** Opens a database that compacts only when it is asked to: it is closed again soon. */
  static StateDatabase openAtRest(Path directory, StateSettings settings) throws IOException {
    return open(
        directory,
        settings,
        settings.resources().newFamilyOptions().setDisableAutoCompactions(true),
        Optional.empty());
  }

  private static StateDatabase open(
      Path directory,
      StateSettings settings,
      ColumnFamilyOptions familyOptions,
      Optional<SmallRows> rows)
      throws IOException {
    Files.createDirectories(directory);
    DBOptions dbOptions = settings.resources().newDbOptions();
    StateDatabase database;
    try {
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
      for (byte[] name : rows.isPresent() ? rows.get().stateNames() : familyNames(directory)) {
        descriptors.add(new ColumnFamilyDescriptor(name, familyOptions));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB db = RocksDB.open(dbOptions, directory.toString(), descriptors, handles);
      StateResources resources = settings.resources();
      database = new StateDatabase(directory, dbOptions, familyOptions, db, handles, resources);
    } catch (RocksDBException e) {
      familyOptions.close();
      dbOptions.close();
      throw new IOException("cannot open the state in " + directory + ": " + e.getMessage(), e);
    }
    try {
      if (rows.isPresent()) {
        rows.get().putInto(database.db, database.handles, database.writeOptions);
      }
      database.schemas.keyGroups("the keyed state in " + directory, settings.keyGroups());
      return database;
    } catch (RocksDBException e) {
      database.close();
      throw new IOException("cannot read the state in " + directory + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static List<byte[]> familyNames(Path directory) throws RocksDBException {
    List<byte[]> names = new ArrayList<>();
    try (Options options = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, directory.toString())) {
        if (!Arrays.equals(name, RocksDB.DEFAULT_COLUMN_FAMILY)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** The family of a state, made if need be; refuses another schema than the stored one. */
  StateFamily family(String name, String schema) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("state name \"" + name + "\" must match " + NAME);
    }
    pressure.awaitCut();
    try {
      schemas.state(name, schema);
      StateFamily family = families.get(name);
      if (family == null) {
        family = new StateFamily(db, handle(name), writeOptions, pressure, rowCacheBudget);
        families.put(name, family);
      }
      return family;
    } catch (RocksDBException e) {
      throw new StateAccessException("cannot open state " + name, e);
    }
  }

  /** The family of a state that was opened before. */
  StateFamily openFamily(String name) {
    StateFamily family = families.get(name);
    if (family == null) {
      throw new IllegalStateException("state \"" + name + "\" was not opened");
    }
    return family;
  }

  /** Records the schema of the keys, or compares it with the recorded one. */
  void key(String schema) {
    pressure.awaitCut();
    try {
      schemas.key(schema);
    } catch (RocksDBException e) {
      throw new StateAccessException("cannot read the schema of the keys", e);
    }
  }

  RocksDB db() {
    return db;
  }

  ColumnFamilyOptions familyOptions() {
    return familyOptions;
  }

  DBOptions dbOptions() {
    return dbOptions;
  }

  WriteOptions writeOptions() {
    return writeOptions;
  }

  StoredSchemas schemas() {
    return schemas;
  }

  /** The column families of the states by name, all that are stored. */
  SortedMap<String, ColumnFamilyHandle> stateHandles() throws RocksDBException {
    SortedMap<String, ColumnFamilyHandle> byName = new TreeMap<>();
    for (ColumnFamilyHandle handle : handles.subList(1, handles.size())) {
      byName.put(new String(handle.getName(), StandardCharsets.UTF_8), handle);
    }
    return byName;
  }

  /** Takes over a column family that was made by an import; closes it in the end. */
  void adopt(ColumnFamilyHandle handle) {
    handles.add(handle);
  }

  long writeBufferBytes() {
    try {
      return db.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables");
    } catch (RocksDBException e) {
      throw new StateAccessException("cannot measure write buffers", e);
    }
  }

  long waitedNanos() {
    return pressure.waitedNanos();
  }

  StateFigures figures() {
    try {
      return new StateFigures(
          db.getAggregatedLongProperty("rocksdb.live-sst-files-size"),
          writeBufferBytes(),
          db.getAggregatedLongProperty("rocksdb.estimate-pending-compaction-bytes"),
          db.getLongProperty("rocksdb.num-running-compactions"));
    } catch (RocksDBException e) {
      return StateFigures.NONE; // only shown: a task must not fail for it
    }
  }

  /** Writes what is in memory to files. */
  void flush() throws RocksDBException {
    memtables.flush();
  }

  ColumnFamilyHandle handle(String name) throws RocksDBException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    for (ColumnFamilyHandle handle : handles) {
      if (Arrays.equals(handle.getName(), bytes)) {
        return handle;
      }
    }
    ColumnFamilyHandle created =
        db.createColumnFamily(new ColumnFamilyDescriptor(bytes, familyOptions));
    handles.add(created);
    return created;
  }

  /** All rows as they are now, unless they have more than so many bytes. */
  Optional<SmallRows> smallRows(int room) throws IOException {
    families.values().forEach(StateFamily::flush);
    try {
      return SmallRows.gather(db, handles, room);
    } catch (RocksDBException e) {
      throw BarrierCut.failure("cannot take a snapshot of " + directory, e);
    }
  }

  /**
   * Begins a snapshot of what is written now. Writes after it are not in it, and hardly wait for
   * it. The cut before must be over.
   */
  BarrierCut cut() throws IOException {
    pressure.awaitCut();
    families.values().forEach(StateFamily::flush);
    try {
      memtables.freeze();
      newestCut = new BarrierCut(db, directory);
    } catch (RocksDBException e) {
      throw BarrierCut.failure("cannot take a snapshot of " + directory, e);
    }
    pressure.keepApart(newestCut);
    return newestCut;
  }

  /**
   * Closes in the order that RocksDB asks for: families, database, options. A cut that is under way
   * is cancelled.
   */
  @Override
  public void close() {
    if (newestCut != null) {
      newestCut.cancel();
      newestCut.awaitLeft();
    }
    pressure.close();
    memtables.close();
    families.values().forEach(StateFamily::close);
    handles.forEach(ColumnFamilyHandle::close);
    db.cancelAllBackgroundWork(true);
    db.close();
    writeOptions.close();
    familyOptions.close();
    dbOptions.close();
  }
}
