package io.cairn.coordinator.replication;

import com.alipay.remoting.ExtendedNettyChannelHandler;
import io.cairn.protocol.channel.Complaints;
import io.cairn.protocol.channel.TlsEngines;
import io.cairn.protocol.channel.TlsGate;
import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.function.Supplier;

/**
 * TLS before Bolt's handlers, by the place that Bolt has for handlers of others. Bolt's own TLS is
 * not used: it asks for no host name, takes every version of the JDK, and reads its key store anew
 * for each connection. Safe for use by any thread.
 */
final class RaftTls implements ExtendedNettyChannelHandler {
  private final Supplier<List<ChannelHandler>> before;

  private RaftTls(Supplier<List<ChannelHandler>> before) {
    this.before = before;
  }

  /** For connections that come in. */
  static RaftTls accepting(TlsEngines engines) {
    Complaints complaints = new Complaints(System::nanoTime);
    return new RaftTls(() -> TlsGate.accepting(engines, complaints));
  }

  /** For connections to others. */
  static RaftTls connecting(TlsEngines engines) {
    Complaints complaints = new Complaints(System::nanoTime);
    return new RaftTls(() -> List.of(TlsGate.connecting(engines, complaints)));
  }

  /** Asked by Bolt for each connection. */
  @Override
  public List<ChannelHandler> frontChannelHandlers() {
    return before.get();
  }

  @Override
  public List<ChannelHandler> backChannelHandlers() {
    return List.of();
  }
}
