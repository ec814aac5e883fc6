package io.cairn.agent.channel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/** Accepts the connections of other agents and passes what they send to the receivers here. */
final class DataServer {
  private final Channel listening;

  /** What a new connection begins with: the handlers of TLS, or none, and its preamble. */
  record Start(List<ChannelHandler> before, Preamble preamble) {}

  private DataServer(Channel listening) {
    this.listening = listening;
  }

  /**
   * Binds and accepts from now on.
   *
   * @param starts asked for each connection
   * @param connections every connection is put there, so that it can be closed
   * @throws IOException if the address cannot be bound; the message names it
   */
  static DataServer bind(
      InetSocketAddress address,
      EventLoopGroup loops,
      ReceiverRegistry registry,
      Supplier<Start> starts,
      ChannelGroup connections)
      throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.add(channel);
                    Start start = starts.get();
                    FrameHandler.fill(
                        channel.pipeline(),
                        start.before(),
                        start.preamble(),
                        new IncomingConnection(registry));
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot bind the data address " + address + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    return new DataServer(bound.channel());
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  void close() {
    listening.close().awaitUninterruptibly();
  }
}
