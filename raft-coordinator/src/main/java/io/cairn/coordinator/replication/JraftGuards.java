package io.cairn.coordinator.replication;

import com.alipay.remoting.serialization.SerializerManager;
import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import com.alipay.sofa.jraft.util.StorageOptionsFactory;
import org.rocksdb.DBOptions;
import org.rocksdb.WALRecoveryMode;

/**
 * Settings that jraft and Bolt hold in static tables, for the whole process. To be made before the
 * first node or connection.
 */
final class JraftGuards {
  private static boolean installed;

  private JraftGuards() {}

  /** Makes them, once. */
  static synchronized void install() {
    if (installed) {
      return;
    }
    // Bolt picks the deserialiser by a byte of the peer's message; 1 is Hessian, which makes
    // objects of any class. Messages of jraft are protobuf and do not come this way.
    SerializerManager.addSerializer(RefusingSerializer.HESSIAN, new RefusingSerializer());
    if (!(RpcFactoryHelper.rpcFactory() instanceof TlsRpcFactory)) {
      throw new IllegalStateException(
          "jraft found another factory of connections than ours, which would not speak TLS: "
              + RpcFactoryHelper.rpcFactory().getClass().getName());
    }
    // And frames are looked at before Bolt does: their length, their type, their time.
    RaftProtocol.install();
    // RocksDB's default drops everything behind a damaged record in the middle of its log and
    // starts with a shorter one: committed entries would be gone without a word. A torn end, as a
    // kill leaves it, is still fine.
    DBOptions options = StorageOptionsFactory.getDefaultRocksDBOptions();
    options.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
    StorageOptionsFactory.registerRocksDBOptions(RocksDBLogStorage.class, options);
    installed = true;
  }
}
