package io.cairn.agent.session;

import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.channel.FramedClient;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Opens connections to coordinators. Safe for use by any thread; does not block. */
@FunctionalInterface
public interface Dialer {
  /** A coordinator that takes longer to accept is not there. */
  Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /**
   * Starts to connect.
   *
   * @return as {@link FramedClient#connect}
   */
  CompletableFuture<Void> connect(
      InetSocketAddress address, ConnectionHandler<CoordinatorMessage, AgentMessage> handler);

  /** Over the network. */
  static Dialer of(FramedClient client) {
    return (address, handler) ->
        client.connect(address, CONNECT_TIMEOUT, CoordinatorMessage.parser(), handler);
  }
}
