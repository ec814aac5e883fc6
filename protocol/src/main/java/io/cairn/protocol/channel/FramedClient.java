package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections to {@link FramedServer}s. It never reconnects by itself: when and where to is
 * its user's decision. Safe for use by any thread; owns its event loop.
 */
public final class FramedClient implements AutoCloseable {

  private final EventLoopGroup loops =
      new NioEventLoopGroup(1, new DefaultThreadFactory("framed-client", true));
  private final Preamble preamble;
  private final Optional<TlsEngines> tls;

  /** Without TLS. */
  public FramedClient(Preamble preamble) {
    this(preamble, Optional.empty());
  }

  /** With TLS, if its engines are given. */
  public FramedClient(Preamble preamble, Optional<TlsEngines> tls) {
    this.preamble = preamble;
    this.tls = tls;
  }

  /**
   * Starts to connect.
   *
   * @param connectTimeout of the TCP connection, at least one millisecond
   * @return completes when the TCP connection is open, and the peer known if there is TLS (the
   *     handler's {@code onOpen} follows when the peer's preamble has come), or exceptionally with
   *     the IOException that tells why not; then the handler hears nothing
   */
  public <I extends MessageLite, O extends MessageLite> CompletableFuture<Void> connect(
      InetSocketAddress address,
      Duration connectTimeout,
      Parser<I> parser,
      ConnectionHandler<I, O> handler) {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    ChannelFuture connecting =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) Math.max(1, Math.min(Integer.MAX_VALUE, connectTimeout.toMillis())))
            .handler(new FramedPipeline<>(preamble, parser, () -> handler, this::shield))
            .connect(address);
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            opened.completeExceptionally(done.cause());
          } else if (tls.isEmpty()) {
            opened.complete(null);
          } else {
            completeWhenKnown(connecting.channel(), opened);
          }
        });
    return opened;
  }

  private List<ChannelHandler> shield(Complaints complaints) {
    return tls.map(engines -> List.of(TlsGate.connecting(engines, complaints))).orElse(List.of());
  }

  private static void completeWhenKnown(Channel channel, CompletableFuture<Void> opened) {
    var unused =
        channel
            .pipeline()
            .get(SslHandler.class)
            .handshakeFuture()
            .addListener(
                done -> {
                  if (done.isSuccess()) {
                    opened.complete(null);
                  } else {
                    opened.completeExceptionally(new IOException(TlsWords.of(done.cause())));
                  }
                });
  }

  /** Closes every connection it opened; waits at most one second. Idempotent. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }
}
