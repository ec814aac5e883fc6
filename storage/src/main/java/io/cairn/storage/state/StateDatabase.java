package io.cairn.storage.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
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
  private static final int MAX_SCHEMA_CHARS = 2 * 1024 + 16;
  private static final byte[] KEY_GROUPS_ROW = "key-groups".getBytes(StandardCharsets.UTF_8);

  private final DBOptions dbOptions;
  private final ColumnFamilyOptions familyOptions;
  private final WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
  private final RocksDB db;
  private final ColumnFamilyHandle defaultFamily;
  private final List<ColumnFamilyHandle> handles;
  private final Map<String, StateFamily> families = new HashMap<>();

  private StateDatabase(
      DBOptions dbOptions,
      ColumnFamilyOptions familyOptions,
      RocksDB db,
      List<ColumnFamilyHandle> handles) {
    this.dbOptions = dbOptions;
    this.familyOptions = familyOptions;
    this.db = db;
    this.handles = handles;
    this.defaultFamily = handles.get(0);
  }

  static StateDatabase open(Path directory, StateSettings settings) throws IOException {
    Files.createDirectories(directory);
    DBOptions dbOptions = settings.resources().newDbOptions();
    ColumnFamilyOptions familyOptions = settings.resources().newFamilyOptions();
    StateDatabase database;
    try {
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
      for (byte[] name : familyNames(directory)) {
        descriptors.add(new ColumnFamilyDescriptor(name, familyOptions));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB db = RocksDB.open(dbOptions, directory.toString(), descriptors, handles);
      database = new StateDatabase(dbOptions, familyOptions, db, handles);
    } catch (RocksDBException e) {
      familyOptions.close();
      dbOptions.close();
      throw new IOException("cannot open the state in " + directory + ": " + e.getMessage(), e);
    }
    try {
      database.checkKeyGroups(directory, settings.keyGroups());
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

  private void checkKeyGroups(Path directory, int keyGroups) throws RocksDBException {
    byte[] stored = db.get(defaultFamily, KEY_GROUPS_ROW);
    if (stored == null) {
      byte[] row = ByteBuffer.allocate(Integer.BYTES).putInt(keyGroups).array();
      db.put(defaultFamily, writeOptions, KEY_GROUPS_ROW, row);
    } else if (ByteBuffer.wrap(stored).getInt() != keyGroups) {
      throw new IncompatibleStateException(
          "the keyed state in " + directory,
          ByteBuffer.wrap(stored).getInt() + " key groups",
          keyGroups + " key groups");
    }
  }

  /** The family of a state, made if need be; refuses another schema than the stored one. */
  StateFamily family(String name, String schema) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("state name \"" + name + "\" must match " + NAME);
    }
    if (schema.length() > MAX_SCHEMA_CHARS) {
      throw new IllegalArgumentException("schema of state " + name + " is too long");
    }
    try {
      byte[] row = ("schema/" + name).getBytes(StandardCharsets.UTF_8);
      byte[] stored = db.get(defaultFamily, row);
      if (stored == null) {
        db.put(defaultFamily, writeOptions, row, schema.getBytes(StandardCharsets.UTF_8));
      } else if (!new String(stored, StandardCharsets.UTF_8).equals(schema)) {
        throw new IncompatibleStateException(
            "state " + name, new String(stored, StandardCharsets.UTF_8), schema);
      }
      StateFamily family = families.get(name);
      if (family == null) {
        family = new StateFamily(db, handle(name), writeOptions);
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

  private ColumnFamilyHandle handle(String name) throws RocksDBException {
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

  /** Flushes all families and links the files into a directory that does not exist. */
  void checkpoint(Path target) throws IOException {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true);
        Checkpoint checkpoint = Checkpoint.create(db)) {
      db.flush(flush, handles);
      checkpoint.createCheckpoint(target.toString());
    } catch (RocksDBException e) {
      throw new IOException("cannot take a snapshot into " + target + ": " + e.getMessage(), e);
    }
  }

  /** Closes in the order that RocksDB asks for: families, database, options. */
  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    db.cancelAllBackgroundWork(true);
    db.close();
    writeOptions.close();
    familyOptions.close();
    dbOptions.close();
  }
}
