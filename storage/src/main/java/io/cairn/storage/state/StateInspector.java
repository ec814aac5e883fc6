package io.cairn.storage.state;

import io.cairn.storage.snapshot.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Looks into the restored state of a task without the job's code: names, kinds and sizes of the
 * states, and their keys as bytes. Opens the files read-only, once rows that were stored without
 * files are in some. Of one thread.
 */
public final class StateInspector implements AutoCloseable {

  private final DBOptions options;
  private final RocksDB db;
  private final List<ColumnFamilyHandle> handles;

  private StateInspector(DBOptions options, RocksDB db, List<ColumnFamilyHandle> handles) {
    this.options = options;
    this.db = db;
    this.handles = handles;
  }

  /**
   * One state of a task.
   *
   * @param schema kind and type, as they were recorded
   * @param bytes of its files
   * @param estimatedRows by RocksDB, without reading them
   */
  public record Found(String name, String schema, long bytes, long estimatedRows) {}

  /** A key of a state, serialized, and its key group. */
  public record FoundKey(int keyGroup, Bytes key) {}

  /** Whether a restored directory holds keyed state at all. */
  public static boolean hasKeyedState(Path directory) throws IOException {
    SmallRows.toFiles(directory);
    return Files.isDirectory(directory.resolve(KeyedStateStore.DATABASE_DIRECTORY));
  }

  /**
   * Opens what was restored into a directory.
   *
   * @throws IOException if it holds no keyed state, or damaged files
   */
  public static StateInspector open(Path directory) throws IOException {
    RocksDB.loadLibrary();
    SmallRows.toFiles(directory);
    String path = directory.resolve(KeyedStateStore.DATABASE_DIRECTORY).toString();
    DBOptions options = new DBOptions();
    try (Options listing = new Options()) {
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (byte[] name : RocksDB.listColumnFamilies(listing, path)) {
        families.add(new ColumnFamilyDescriptor(name));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB db = RocksDB.openReadOnly(options, path, families, handles);
      return new StateInspector(options, db, handles);
    } catch (RocksDBException e) {
      options.close();
      throw new IOException("cannot read the state in " + path + ": " + e.getMessage(), e);
    }
  }

  /** The states, by name. */
  public List<Found> states() throws IOException {
    try {
      List<Found> found = new ArrayList<>();
      for (ColumnFamilyHandle handle : handles) {
        if (Arrays.equals(handle.getName(), RocksDB.DEFAULT_COLUMN_FAMILY)) {
          continue;
        }
        String name = new String(handle.getName(), StandardCharsets.UTF_8);
        byte[] row = ("schema/" + name).getBytes(StandardCharsets.UTF_8);
        byte[] schema = db.get(row);
        long rows = db.getLongProperty(handle, "rocksdb.estimate-num-keys");
        String shown = schema == null ? "unknown" : readable(schema);
        found.add(new Found(name, shown, bytesOf(handle.getName()), rows));
      }
      found.sort((a, b) -> a.name().compareTo(b.name()));
      return found;
    } catch (RocksDBException e) {
      throw new IOException("cannot read the states: " + e.getMessage(), e);
    }
  }

  /**
   * The first keys of a state in the order of key groups, each once.
   *
   * @throws IOException if there is no such state, or it cannot be read
   */
  public List<FoundKey> keys(String state, int limit) throws IOException {
    List<FoundKey> keys = new ArrayList<>();
    try (RocksIterator rows = db.newIterator(family(state))) {
      byte[] last = {};
      for (rows.seekToFirst(); rows.isValid() && keys.size() < limit; rows.next()) {
        ByteBuffer row = ByteBuffer.wrap(rows.key());
        int group = row.getShort() & 0xffff;
        byte[] key = new byte[row.getInt()];
        row.get(key);
        if (keys.isEmpty() || !Arrays.equals(key, last)) {
          keys.add(new FoundKey(group, Bytes.copyOf(key)));
          last = key;
        }
      }
      rows.status();
      return keys;
    } catch (RocksDBException | RuntimeException e) {
      throw new IOException("cannot read the keys of state " + state + ": " + e, e);
    }
  }

  private ColumnFamilyHandle family(String state) throws IOException {
    byte[] name = state.getBytes(StandardCharsets.UTF_8);
    try {
      for (ColumnFamilyHandle handle : handles) {
        if (Arrays.equals(handle.getName(), name)) {
          return handle;
        }
      }
    } catch (RocksDBException e) {
      throw new IOException("cannot read the states: " + e.getMessage(), e);
    }
    throw new IOException("there is no state \"" + state + "\"");
  }

  private long bytesOf(byte[] family) {
    long bytes = 0;
    for (LiveFileMetaData file : db.getLiveFilesMetaData()) {
      bytes += Arrays.equals(file.columnFamilyName(), family) ? file.size() : 0;
    }
    return bytes;
  }

  private static String readable(byte[] schema) {
    return new String(schema, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    db.close();
    options.close();
  }
}
