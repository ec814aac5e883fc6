package io.cairn.coordinator.replication;

import com.alipay.remoting.config.BoltClientOption;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.impl.BoltRaftRpcFactory;
import com.alipay.sofa.jraft.rpc.impl.BoltRpcClient;
import com.alipay.sofa.jraft.util.SPI;
import io.cairn.protocol.channel.TlsEngines;

/**
 * Makes jraft's clients, as Bolt's factory does, with TLS where the node's options say so. jraft
 * finds it by its file in {@code META-INF/services}, before Bolt's own. Safe for use by any thread.
 */
@SPI(priority = 1)
public final class TlsRpcFactory extends BoltRaftRpcFactory {

  @Override
  public ConfigHelper<RpcClient> defaultJRaftClientConfigHelper(RpcOptions options) {
    if (options instanceof TlsNodeOptions known && known.tls().isPresent()) {
      TlsEngines engines = known.tls().get();
      return client -> secure(client, engines);
    }
    return super.defaultJRaftClientConfigHelper(options);
  }

  private static void secure(RpcClient client, TlsEngines engines) {
    if (!(client instanceof BoltRpcClient bolt)) {
      throw new IllegalStateException("jraft's client is none of Bolt's: " + client);
    }
    bolt.getRpcClient()
        .option(BoltClientOption.EXTENDED_NETTY_CHANNEL_HANDLER, RaftTls.connecting(engines));
  }
}
