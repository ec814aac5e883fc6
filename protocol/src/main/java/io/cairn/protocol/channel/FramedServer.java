package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Listens on one address and gives each connection a handler of its own. Garbage, a foreign
 * protocol, an oversized or malformed frame closes that connection with one log line and nothing
 * else.
 *
 * <p>Safe for use by any thread. Owns its event loops: {@link #close} ends them and every
 * connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing is told by channelInactive
public final class FramedServer implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final EventLoopGroup loops;
  private final ChannelGroup connections;
  private final Channel listening;

  private FramedServer(EventLoopGroup loops, ChannelGroup connections, Channel listening) {
    this.loops = loops;
    this.connections = connections;
    this.listening = listening;
  }

  /** Binds and starts to accept, without TLS. */
  public static <I extends MessageLite, O extends MessageLite> FramedServer bind(
      InetSocketAddress address,
      Preamble preamble,
      Parser<I> parser,
      Supplier<? extends ConnectionHandler<I, O>> handlers)
      throws IOException {
    return bind(address, preamble, parser, handlers, Optional.empty());
  }

  /**
   * Binds and starts to accept.
   *
   * @param address port 0: any free one, see {@link #address}
   * @param handlers called once for each connection, on its event loop
   * @param tls if given, whoever connects must speak it and be known
   * @throws IOException when the address cannot be bound; its message names the address
   */
  public static <I extends MessageLite, O extends MessageLite> FramedServer bind(
      InetSocketAddress address,
      Preamble preamble,
      Parser<I> parser,
      Supplier<? extends ConnectionHandler<I, O>> handlers,
      Optional<TlsEngines> tls)
      throws IOException {
    EventLoopGroup loops = new NioEventLoopGroup(2, new DefaultThreadFactory("framed-server"));
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true);
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    FramedPipeline.Shield shield =
        complaints -> tls.map(engines -> TlsGate.accepting(engines, complaints)).orElse(List.of());
    bootstrap.childHandler(
        new AcceptedPipeline<>(
            connections, new FramedPipeline<>(preamble, parser, handlers, shield)));
    try {
      return new FramedServer(loops, connections, bootstrap.bind(address).sync().channel());
    } catch (InterruptedException e) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while binding " + address, e);
    } catch (RuntimeException e) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    } catch (Exception e) { // Netty throws the BindException undeclared
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  /** The address that is really bound. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Stops accepting and closes every connection; waits at most two seconds. Idempotent. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
