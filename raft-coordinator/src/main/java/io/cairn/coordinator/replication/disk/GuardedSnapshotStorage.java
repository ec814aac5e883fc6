package io.cairn.coordinator.replication.disk;

import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.snapshot.Snapshot;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * jraft's snapshots on the local disk. jraft itself starts without a snapshot whose table it cannot
 * read, as if there were none; this refuses to open then, and also when the log begins behind the
 * end of the newest snapshot.
 */
public final class GuardedSnapshotStorage extends LocalSnapshotStorage {
  private final ReplicaFiles files;
  private final LongSupplier firstLogIndex;
  private final Refusals refusals;

  /**
   * Not opened yet; opening tells {@code refusals} why it fails.
   *
   * @param firstLogIndex where the log begins, which is open by then
   */
  public GuardedSnapshotStorage(
      ReplicaFiles files, LongSupplier firstLogIndex, RaftOptions options, Refusals refusals) {
    super(files.snapshots().toString(), null, options);
    this.files = files;
    this.firstLogIndex = firstLogIndex;
    this.refusals = refusals;
  }

  @Override
  public boolean init(@Nullable Void unused) {
    if (!super.init(null)) {
      refusals.add(Refusal.disk(files.snapshots() + " cannot be read or written"));
      return false;
    }
    try {
      check(getLastSnapshotIndex());
      return true;
    } catch (DamageException e) {
      refusals.add(Refusal.damage(e));
    } catch (IOException e) {
      refusals.add(Refusal.disk(files.snapshots() + " cannot be read: " + e.getMessage()));
    }
    return false;
  }

  private void check(long newest) throws DamageException, IOException {
    if (newest < firstLogIndex.getAsLong() - 1) {
      String has = newest == 0 ? "there is no snapshot" : "the newest snapshot ends at " + newest;
      throw new DamageException(
          "a snapshot is missing: the log begins at entry "
              + firstLogIndex.getAsLong()
              + ", but "
              + has
              + " in "
              + files.snapshots());
    }
    if (newest > 0) {
      Path directory = files.snapshots().resolve(Snapshot.JRAFT_SNAPSHOT_PREFIX + newest);
      SnapshotTable.check(directory);
      checkTable(directory, newest);
    }
  }

  private void checkTable(Path directory, long newest) throws DamageException, IOException {
    try (SnapshotReader reader = open()) {
      SnapshotMeta meta = reader == null ? null : reader.load();
      if (meta == null || meta.getLastIncludedIndex() != newest) {
        throw new DamageException("the table of the snapshot " + directory + " is damaged");
      }
    } catch (RuntimeException e) { // what jraft throws when the table is not what it seemed
      throw new DamageException("the table of the snapshot " + directory + " is damaged: " + e);
    }
  }
}
