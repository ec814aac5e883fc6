package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.impl.LocalRaftMetaStorage;
import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import org.jspecify.annotations.Nullable;

/**
 * Makes jraft's storages of one node, and remembers which of them refused to open: jraft itself
 * only says that the node failed.
 */
final class JraftStorages extends DefaultJRaftServiceFactory {
  private volatile @Nullable String refusal;

  /** What refused to open, in words for a person. */
  String refusal() {
    String known = refusal;
    return known == null ? "the replica could not be opened" : known;
  }

  @Override
  public LogStorage createLogStorage(String uri, RaftOptions raftOptions) {
    return new RocksDBLogStorage(uri, raftOptions) {
      @Override
      public boolean init(LogStorageOptions options) {
        return check(super.init(options), "the Raft log in " + uri + " is damaged or unreadable");
      }
    };
  }

  @Override
  public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions raftOptions) {
    return new LocalRaftMetaStorage(uri, raftOptions) {
      @Override
      public boolean init(RaftMetaStorageOptions options) {
        return check(super.init(options), "term and vote in " + uri + " are unreadable");
      }
    };
  }

  private boolean check(boolean opened, String otherwise) {
    if (!opened) {
      refusal = otherwise;
    }
    return opened;
  }
}
