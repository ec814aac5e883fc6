package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import io.cairn.coordinator.replication.disk.GuardedLogStorage;
import io.cairn.coordinator.replication.disk.GuardedMetaStorage;
import io.cairn.coordinator.replication.disk.GuardedSnapshotStorage;
import io.cairn.coordinator.replication.disk.RebuildMark;
import io.cairn.coordinator.replication.disk.Refusals;
import io.cairn.coordinator.replication.disk.ReplicaFiles;
import org.jspecify.annotations.Nullable;

/**
 * Makes jraft's storages of one node. jraft opens the log first; vote and snapshot are checked
 * against it.
 */
final class JraftStorages extends DefaultJRaftServiceFactory {
  private final ReplicaFiles files;
  private final Refusals refusals = new Refusals();
  private final RebuildMark rebuilding;
  private @Nullable GuardedLogStorage log;

  JraftStorages(ReplicaFiles files, RebuildMark rebuilding) {
    this.files = files;
    this.rebuilding = rebuilding;
  }

  ReplicaFiles files() {
    return files;
  }

  /** What did not open. */
  Refusals refusals() {
    return refusals;
  }

  /** Gives the files back after a start that failed: jraft does not close what it has opened. */
  void abandon() {
    GuardedLogStorage opened = log;
    if (opened != null) {
      opened.shutdown();
    }
  }

  @Override
  public LogStorage createLogStorage(String uri, RaftOptions options) {
    GuardedLogStorage made = new GuardedLogStorage(files, options, refusals);
    log = made;
    return made;
  }

  @Override
  public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
    return new GuardedMetaStorage(files, rebuilding, opened()::lastTermAtOpen, refusals);
  }

  @Override
  public SnapshotStorage createSnapshotStorage(NodeOptions options) {
    return new GuardedSnapshotStorage(
        files, opened()::firstAtOpen, options.getRaftOptions(), refusals);
  }

  private GuardedLogStorage opened() {
    GuardedLogStorage opened = log;
    if (opened == null) {
      throw new IllegalStateException("jraft opens the log before vote and snapshot");
    }
    return opened;
  }
}
