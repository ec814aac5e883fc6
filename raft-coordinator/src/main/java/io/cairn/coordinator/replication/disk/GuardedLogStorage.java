package io.cairn.coordinator.replication.disk;

import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.codec.LogEntryDecoder;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * jraft's log on RocksDB, which refuses to open when it has lost anything.
 *
 * <p>Thread rule: written by jraft's log thread, opened and closed by the node's; jraft itself
 * keeps these apart. Other threads read entries, which RocksDB allows.
 */
public final class GuardedLogStorage extends RocksDBLogStorage {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedLogStorage.class);

  private final ReplicaFiles files;
  private final Refusals refusals;
  private @Nullable LogWatermark watermark;
  private @Nullable LogEntryDecoder decoder;
  private volatile LogId lastAtOpen = new LogId(0, 0);
  private volatile long firstAtOpen = 1;
  private volatile boolean open;

  /** Not opened yet; opening tells {@code refusals} why it fails. */
  public GuardedLogStorage(ReplicaFiles files, RaftOptions options, Refusals refusals) {
    super(files.log().toString(), options);
    this.files = files;
    this.refusals = refusals;
  }

  @Override
  public boolean init(LogStorageOptions options) {
    decoder = options.getLogEntryCodecFactory().decoder();
    if (!super.init(options)) {
      refusals.add(LogDiagnosis.of(files.log()));
      return false;
    }
    open = true;
    try {
      LogWatermark mark = LogWatermark.open(files.watermark());
      watermark = mark;
      firstAtOpen = getFirstLogIndex();
      lastAtOpen =
          new LogCheck(files.log(), this::entry)
              .check(
                  firstAtOpen, getLastLogIndex(), mark.mark(), options.getConfigurationManager());
      return true;
    } catch (DamageException e) {
      refusals.add(Refusal.damage(e));
    } catch (IOException e) {
      refusals.add(Refusal.disk(files.watermark() + " cannot be read: " + e.getMessage()));
    }
    shutdown(); // nobody else closes a storage that did not open
    return false;
  }

  /** Where the log began when it was opened; 1 when nothing was ever dropped. */
  public long firstAtOpen() {
    return firstAtOpen;
  }

  /** The term of the last entry when the log was opened; 0 when there was none. */
  public long lastTermAtOpen() {
    return lastAtOpen.getTerm();
  }

  /** The only way by which jraft's log manager writes; {@link #reset} appends one by itself. */
  @Override
  public int appendEntries(@Nullable List<LogEntry> entries) {
    if (entries == null || entries.isEmpty()) {
      return 0;
    }
    LogId last = entries.get(entries.size() - 1).getId();
    int appended = super.appendEntries(entries);
    if (appended != entries.size()) {
      return appended;
    }
    // Before anybody is told that the entries are here.
    boolean marked = marked(mark -> mark.record(last.getIndex(), last.getTerm()));
    return marked ? appended : 0;
  }

  @Override
  public boolean truncateSuffix(long lastIndexKept) {
    return lowered(lastIndexKept) && super.truncateSuffix(lastIndexKept);
  }

  /**
   * Empties the log. The mark stays at 0 until the next append: the entry that jraft writes here
   * may be a stand-in of term 0, and is replaced without a truncation before.
   */
  @Override
  public boolean reset(long nextLogIndex) {
    return marked(mark -> mark.lower(0, 0)) && super.reset(nextLogIndex);
  }

  @Override
  public void shutdown() {
    if (open) {
      open = false;
      super.shutdown();
    }
    LogWatermark mark = watermark;
    watermark = null;
    if (mark != null) {
      try {
        mark.close();
      } catch (IOException e) {
        LOG.warn("{} was not closed: {}", files.watermark(), e.getMessage());
      }
    }
  }

  private boolean lowered(long lastIndexKept) {
    return marked(
        mark -> {
          if (mark.mark().index() > lastIndexKept) {
            LogEntry kept = getEntry(lastIndexKept);
            if (kept == null) { // all is dropped that this log has
              mark.lower(0, 0);
            } else {
              mark.lower(lastIndexKept, kept.getId().getTerm());
            }
          }
        });
  }

  private LogEntry entry(long index) throws DamageException {
    try {
      byte[] bytes = getValueFromRocksDB(getKeyBytes(index));
      if (bytes == null) {
        throw damaged(index, "is missing");
      }
      LogEntry entry = decoder == null ? null : decoder.decode(bytes);
      if (entry == null) {
        throw damaged(index, "cannot be decoded");
      }
      return entry;
    } catch (RocksDBException e) {
      throw damaged(index, "cannot be read: " + e.getMessage());
    }
  }

  private DamageException damaged(long index, String how) {
    return new DamageException(
        "the Raft log in " + files.log() + " is damaged: entry " + index + " " + how);
  }

  private interface MarkWrite {
    void to(LogWatermark mark) throws IOException;
  }

  private boolean marked(MarkWrite write) {
    LogWatermark mark = watermark;
    if (mark == null) {
      LOG.error("{} is not open", files.watermark());
      return false;
    }
    try {
      write.to(mark);
      return true;
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}", files.watermark(), e.getMessage());
      return false;
    }
  }
}
