package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
import io.cairn.protocol.channel.TlsEngines;
import java.util.Optional;

/** jraft's options, with our reasons. */
final class JraftNodeOptions {
  /** A dead host that drops packets must not hold an election up. */
  private static final int CONNECT_TIMEOUT_MILLIS = 100;

  private JraftNodeOptions() {}

  static NodeOptions of(
      ReplicationSettings settings,
      StateMachine fsm,
      JraftStorages storages,
      Optional<TlsEngines> tls) {
    NodeOptions options = new TlsNodeOptions(tls);
    options.setFsm(fsm);
    options.setServiceFactory(storages);
    options.setRaftOptions(raftOptions(settings));
    options.setElectionTimeoutMs(Math.toIntExact(settings.electionTimeout().toMillis()));
    options.setSnapshotIntervalSecs(Math.toIntExact(settings.snapshotInterval().toSeconds()));
    options.setRpcConnectTimeoutMs(CONNECT_TIMEOUT_MILLIS);
    options.setLogUri(storages.files().log().toString());
    options.setRaftMetaUri(storages.files().vote().toString());
    options.setSnapshotUri(storages.files().snapshots().toString());
    // With an empty configuration an empty replica neither votes nor stands for election. One that
    // lost its disk must not help to elect a leader that lacks what it had acknowledged.
    options.setInitialConf(
        settings.bootstrap()
            ? JraftAddresses.configuration(settings.membership())
            : new Configuration());
    options.setDisableCli(true);
    return options;
  }

  private static RaftOptions raftOptions(ReplicationSettings settings) {
    RaftOptions options = new RaftOptions();
    options.setSync(true); // fsync of each append
    options.setSyncMeta(true); // fsync of term and vote
    options.setMaxElectionDelayMs(Math.toIntExact(settings.maxElectionDelay().toMillis()));
    // Lease-based reads depend on clocks; a round of heartbeats does not.
    options.setReadOnlyOptions(ReadOnlyOption.ReadOnlySafe);
    return options;
  }
}
