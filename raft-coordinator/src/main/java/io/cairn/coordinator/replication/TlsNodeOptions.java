package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.option.NodeOptions;
import io.cairn.protocol.channel.TlsEngines;
import java.util.Optional;

/** jraft's options, which also say how to connect to the others. */
final class TlsNodeOptions extends NodeOptions {
  private final Optional<TlsEngines> tls;

  TlsNodeOptions(Optional<TlsEngines> tls) {
    this.tls = tls;
  }

  Optional<TlsEngines> tls() {
    return tls;
  }
}
