package io.cairn.coordinator.replication.disk;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import java.nio.file.Path;

/**
 * Decides whether an opened log is the one that was written: every entry is there and readable,
 * terms never fall, no configuration was skipped, and the end is not before the watermark.
 *
 * <p>RocksDB verifies a checksum when it reads a block, but not before; jraft skips a configuration
 * that it cannot decode. Reading everything once costs 0.23 s for each 100,000 entries.
 */
final class LogCheck {
  private final Path log;
  private final Entries entries;

  /** For the log in that directory. */
  LogCheck(Path log, Entries entries) {
    this.log = log;
    this.entries = entries;
  }

  /** Reads one entry. */
  interface Entries {
    /**
     * The entry at an index.
     *
     * @throws DamageException when it is missing or unreadable
     */
    LogEntry read(long index) throws DamageException;
  }

  /**
   * Checks the entries from {@code first} to {@code last}; there are none when first is greater.
   *
   * @param configurations what jraft has loaded of them
   * @return the last entry; index and term 0 when there is none
   */
  LogId check(long first, long last, LogWatermark.Mark mark, ConfigurationManager configurations)
      throws DamageException {
    // A snapshot of the leader makes the log begin behind what was once written here: then the
    // snapshot vouches for that, and the mark says nothing about this log.
    boolean markCounts = first <= mark.index();
    if (markCounts && last < mark.index()) {
      throw new DamageException(
          "the Raft log in "
              + log
              + " ends at entry "
              + last
              + ", but was written up to entry "
              + mark.index());
    }
    long term = 0;
    for (long index = first; index <= last; index++) {
      LogEntry entry = entries.read(index);
      LogId id = entry.getId();
      if (id.getIndex() != index || id.getTerm() < term) {
        throw at(index, "claims to be entry " + id.getIndex() + " of term " + id.getTerm());
      }
      term = id.getTerm();
      if (markCounts && index == mark.index() && term != mark.term()) {
        throw at(index, "is of term " + term + ", but one of term " + mark.term() + " was written");
      }
      if (entry.getType() == EntryType.ENTRY_TYPE_CONFIGURATION
          && configurations.get(index).getId().getIndex() != index) {
        throw at(index, "is a configuration that cannot be read");
      }
    }
    return last < first ? new LogId(0, 0) : new LogId(last, term);
  }

  private DamageException at(long index, String how) {
    return new DamageException(
        "the Raft log in " + log + " is damaged: entry " + index + " " + how);
  }
}
