package io.cairn.storage.state;

import io.cairn.storage.snapshot.Bytes;
import io.cairn.storage.snapshot.LocalSnapshot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * All rows of a RocksDB that holds little: they go into a snapshot themselves, in place of files
 * that RocksDB would have to write and sync first. Immutable.
 *
 * @param families all column families, the default one too; rows in the order of their keys
 */
record SmallRows(List<Family> families) {

  /**
   * The most that a small state has, in bytes of rows and of task state. They are read on the
   * task's thread, at the barrier: some milliseconds then.
   */
  static final int MAX_BYTES = 16 << 10;

  /** Versions and deletions in memtables that are passed over to find a row; then it is too far. */
  private static final int MOST_PASSED_OVER = 16_384;

  /** What is added for a row, so that empty ones are bounded too. */
  private static final int ROW_OVERHEAD_BYTES = 2;

  private static final String FILE_BYTES = "rocksdb.live-sst-files-size";

  /** A column family and its rows. */
  record Family(String name, List<Row> rows) {
    Family {
      rows = List.copyOf(rows);
    }
  }

  /** A row as RocksDB gives it: what was merged is one value. */
  record Row(Bytes key, Bytes value) {}

  SmallRows {
    families = List.copyOf(families);
  }

  /**
   * Reads all rows as they are now, unless they are more than that. Of the database's owner thread.
   *
   * @param room in bytes
   */
  static Optional<SmallRows> gather(RocksDB db, List<ColumnFamilyHandle> handles, int room)
      throws RocksDBException {
    if (room <= 0 || db.getAggregatedLongProperty(FILE_BYTES) > room) {
      return Optional.empty();
    }
    List<Family> families = new ArrayList<>();
    int left = room;
    try (ReadOptions options = new ReadOptions().setMaxSkippableInternalKeys(MOST_PASSED_OVER)) {
      for (ColumnFamilyHandle handle : handles) {
        List<Row> rows = new ArrayList<>();
        try (RocksIterator at = db.newIterator(handle, options)) {
          for (at.seekToFirst(); at.isValid(); at.next()) {
            Row row = new Row(Bytes.copyOf(at.key()), Bytes.copyOf(at.value()));
            left -= row.key().length() + row.value().length() + ROW_OVERHEAD_BYTES;
            if (left < 0) {
              return Optional.empty();
            }
            rows.add(row);
          }
          at.status();
        }
        families.add(new Family(new String(handle.getName(), StandardCharsets.UTF_8), rows));
      }
    } catch (RocksDBException e) {
      if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(new SmallRows(families));
  }

  /**
   * Makes the database of the rows in a restored directory, in files, if it has rows: for those who
   * work on files. Of one thread.
   */
  static void toFiles(Path directory) throws IOException {
    Path database = StateRescale.database(directory);
    Optional<SmallRows> rows =
        InMemoryTaskState.read(directory.resolve(LocalSnapshot.TASK_STATE_FILE)).rows();
    if (rows.isEmpty() || Files.exists(database)) {
      return;
    }
    RocksDB.loadLibrary();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (Options options = new Options().setCreateIfMissing(true);
        WriteOptions writing = new WriteOptions().setDisableWAL(true);
        FlushOptions flushing = new FlushOptions();
        RocksDB db = RocksDB.open(options, database.toString())) {
      for (Family family : rows.get().families()) {
        handles.add(
            isDefault(family)
                ? db.getDefaultColumnFamily()
                : db.createColumnFamily(new ColumnFamilyDescriptor(utf8(family.name()))));
      }
      rows.get().putInto(db, handles, writing);
      db.flush(flushing, handles);
      handles.forEach(ColumnFamilyHandle::close);
    } catch (RocksDBException e) {
      throw new IOException("cannot write the state into " + database + ": " + e.getMessage(), e);
    }
  }

  /** The names of the families but for the default one. */
  List<byte[]> stateNames() {
    return families.stream().filter(f -> !isDefault(f)).map(f -> utf8(f.name())).toList();
  }

  /**
   * Writes all rows into a database that has the families.
   *
   * @param handles in the order of the families, or in any other
   */
  void putInto(RocksDB db, List<ColumnFamilyHandle> handles, WriteOptions writing)
      throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Family family : families) {
        ColumnFamilyHandle to = null;
        for (ColumnFamilyHandle handle : handles) {
          if (new String(handle.getName(), StandardCharsets.UTF_8).equals(family.name())) {
            to = handle;
          }
        }
        if (to == null) {
          throw new IllegalArgumentException("no column family for the rows of " + family.name());
        }
        for (Row row : family.rows()) {
          batch.put(to, row.key().toByteArray(), row.value().toByteArray());
        }
      }
      db.write(writing, batch);
    }
  }

  private static boolean isDefault(Family family) {
    return family.name().equals(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  void write(DataOutputStream out) throws IOException {
    writeNumber(families.size(), out);
    for (Family family : families) {
      out.writeUTF(family.name());
      writeNumber(family.rows().size(), out);
      for (Row row : family.rows()) {
        writeBytes(row.key(), out);
        writeBytes(row.value(), out);
      }
    }
  }

  static SmallRows read(DataInputStream in) throws IOException {
    int count = readNumber(in);
    List<Family> families = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      int rows = readNumber(in);
      List<Row> read = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        Bytes key = readBytes(in);
        read.add(new Row(key, readBytes(in)));
      }
      families.add(new Family(name, read));
    }
    return new SmallRows(families);
  }

  private static void writeBytes(Bytes bytes, DataOutputStream out) throws IOException {
    writeNumber(bytes.length(), out);
    out.write(bytes.toByteArray());
  }

  private static Bytes readBytes(DataInputStream in) throws IOException {
    int length = readNumber(in);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a row ends after " + bytes.length + " of " + length + " bytes");
    }
    return Bytes.copyOf(bytes);
  }

  private static void writeNumber(int number, DataOutputStream out) throws IOException {
    int rest = number;
    for (; rest > 0x7f; rest >>>= 7) {
      out.writeByte(rest | 0x80);
    }
    out.writeByte(rest);
  }

  /** At most 28 bits: four bytes. */
  private static int readNumber(DataInputStream in) throws IOException {
    int number = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int octet = in.readUnsignedByte();
      number |= (octet & 0x7f) << shift;
      if (octet < 0x80) {
        return number;
      }
    }
    throw new IOException("a number of more than four bytes");
  }
}
