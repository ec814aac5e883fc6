package io.cairn.coordinator.replication.disk;

import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import com.alipay.sofa.jraft.util.StorageOptionsFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.StringAppendOperator;

/**
 * Asks RocksDB why it did not open a log. jraft swallows the reason, so the log is opened again,
 * for reading only, which goes through the same files and changes none.
 */
final class LogDiagnosis {
  private LogDiagnosis() {}

  static Refusal of(Path log) {
    String where = "the Raft log in " + log;
    try (DBOptions options =
            StorageOptionsFactory.getRocksDBOptions(null, RocksDBLogStorage.class);
        StringAppendOperator merge = new StringAppendOperator();
        ColumnFamilyOptions family =
            new ColumnFamilyOptions().useFixedLengthPrefixExtractor(8).setMergeOperator(merge)) {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      List<ColumnFamilyDescriptor> families =
          List.of(
              new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family),
              new ColumnFamilyDescriptor("Configuration".getBytes(StandardCharsets.UTF_8), family));
      RocksDB.openReadOnly(options, log.toString(), families, handles).close();
      return Refusal.disk(where + " can be read, but not written; is the disk full or read-only?");
    } catch (RocksDBException e) {
      return of(where, e);
    }
  }

  private static Refusal of(String where, RocksDBException why) {
    Status status = why.getStatus();
    String reason = String.valueOf(why.getMessage()).replace('\n', ' ');
    // A file that RocksDB's own list names, and which is not there, is no trouble of the disk.
    boolean missing = reason.contains("No such file");
    boolean disk = !missing && status != null && status.getCode() == Status.Code.IOError;
    return disk
        ? Refusal.disk(where + " cannot be read or written: " + reason)
        : new Refusal(true, where + " is damaged: " + reason);
  }
}
