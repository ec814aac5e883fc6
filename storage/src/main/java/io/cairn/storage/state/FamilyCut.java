package io.cairn.storage.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDBException;

/** Removes key groups from a database. Of the database's owner thread. */
final class FamilyCut {

  private final StateDatabase database;

  FamilyCut(StateDatabase database) {
    this.database = database;
  }

  /**
   * Deletes all rows outside a range: whole files at once, the rest by a tombstone, so the cost
   * does not depend on the number of rows. Their bytes go with later compactions.
   */
  void keepOnly(KeyGroupRange range) throws RocksDBException {
    byte[] begin = StateFamily.groupPrefix(0);
    byte[] first = StateFamily.groupPrefix(range.first());
    byte[] after = StateFamily.groupPrefix(range.last() + 1);
    byte[] end = StateFamily.groupPrefix(KeyGroups.MAX);
    for (var family : database.stateHandles().entrySet()) {
      ColumnFamilyHandle handle = family.getValue();
      if (Arrays.compareUnsigned(begin, first) < 0 && reachesBelow(family.getKey(), first)) {
        remove(handle, begin, first);
      }
      if (Arrays.compareUnsigned(after, end) < 0 && reachesUpTo(family.getKey(), after)) {
        remove(handle, after, end);
      }
    }
  }

  private void remove(ColumnFamilyHandle handle, byte[] from, byte[] until)
      throws RocksDBException {
    database.db().deleteFilesInRanges(handle, List.of(from, until), false);
    database.db().deleteRange(handle, database.writeOptions(), from, until);
  }

  /** Removes for good what goes beyond a range, tombstones too, if anything does. */
  void clipIfBeyond(String state, ColumnFamilyHandle handle, KeyGroupRange range)
      throws RocksDBException {
    byte[] first = StateFamily.groupPrefix(range.first());
    byte[] after = StateFamily.groupPrefix(range.last() + 1);
    if (reachesBelow(state, first) || reachesUpTo(state, after)) {
      database.db().clipColumnFamily(handle, first, after);
    }
  }

  boolean hasFiles(String state) {
    return !files(state).isEmpty();
  }

  private boolean reachesBelow(String state, byte[] row) {
    return files(state).stream()
        .anyMatch(file -> Arrays.compareUnsigned(file.smallestKey(), row) < 0);
  }

  private boolean reachesUpTo(String state, byte[] row) {
    return files(state).stream()
        .anyMatch(file -> Arrays.compareUnsigned(file.largestKey(), row) >= 0);
  }

  private List<LiveFileMetaData> files(String state) {
    byte[] name = state.getBytes(StandardCharsets.UTF_8);
    return database.db().getLiveFilesMetaData().stream()
        .filter(file -> Arrays.equals(file.columnFamilyName(), name))
        .toList();
  }
}
