package io.cairn.protocol.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS in front of a connection's handlers. None of them gets a byte before the handshake has
 * succeeded; what goes wrong in TLS gives one log line and ends the connection. Of the connection's
 * event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing is told by channelInactive
public final class TlsGate extends ChannelInboundHandlerAdapter {
  /** How long a handshake may take: as long as a preamble. */
  static final int HANDSHAKE_SECONDS = 5;

  /** How long the last words of TLS may take to be written when a connection is closed. */
  private static final int FAREWELL_MILLIS = 500;

  private static final AttributeKey<Boolean> PASSED = AttributeKey.valueOf(TlsGate.class, "passed");
  private static final Logger log = LoggerFactory.getLogger(TlsGate.class);

  private final Complaints complaints;
  private boolean failed;

  /** Told to the handlers behind it, as a user event, before the connection is closed. */
  public record Failed(String reason) {}

  private TlsGate(Complaints complaints) {
    this.complaints = complaints;
  }

  /** The handlers of a connection that was accepted, in their order, before all others. */
  public static List<ChannelHandler> accepting(TlsEngines engines, Complaints complaints) {
    return List.of(handler(engines.server().get()), new TlsGate(complaints));
  }

  /** The first handler of a connection that will be opened: it learns to whom when it is. */
  public static ChannelHandler connecting(TlsEngines engines, Complaints complaints) {
    return new Connecting(engines, complaints);
  }

  /** Whether the peer has shown a certificate that counts. Any thread. */
  public static boolean passed(Channel channel) {
    return Boolean.TRUE.equals(channel.attr(PASSED).get());
  }

  /** The certificate that the peer has shown; empty without TLS, or before the handshake. */
  public static Optional<X509Certificate> peerCertificate(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null || !passed(channel)) {
      return Optional.empty();
    }
    try {
      return Optional.of((X509Certificate) tls.engine().getSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static SslHandler handler(SSLEngine engine) {
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    handler.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
    return handler;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent ended) {
      if (ended.isSuccess()) {
        context.channel().attr(PASSED).set(true);
      } else {
        fail(context, ended.cause());
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (failed || cause instanceof SSLException || cause.getCause() instanceof SSLException) {
      fail(context, cause);
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  private void fail(ChannelHandlerContext context, Throwable cause) {
    if (failed) {
      return; // told of; the handshake fails twice, as an event and as an exception
    }
    failed = true;
    String reason = TlsWords.of(cause);
    if (!(cause instanceof ClosedChannelException)) { // who closes without a word may be a probe
      complaints.warn(log, context.channel().remoteAddress(), reason);
    }
    context.fireUserEventTriggered(new Failed(reason));
    context.close();
  }

  /** Replaces itself by the other two when the address is known. */
  private static final class Connecting extends ChannelOutboundHandlerAdapter {
    private final TlsEngines engines;
    private final Complaints complaints;

    Connecting(TlsEngines engines, Complaints complaints) {
      this.engines = engines;
      this.complaints = complaints;
    }

    @Override
    public void connect(
        ChannelHandlerContext context,
        SocketAddress remote,
        SocketAddress local,
        ChannelPromise promise) {
      if (!(remote instanceof InetSocketAddress server)) {
        promise.setFailure(new IllegalArgumentException(remote + " is no internet address"));
        return;
      }
      ChannelPipeline pipeline = context.pipeline();
      SSLEngine engine = engines.client().engine(server.getHostString(), server.getPort());
      SslHandler tls = handler(engine);
      pipeline.addAfter(context.name(), "tls", tls);
      pipeline.addAfter("tls", "tls-gate", new TlsGate(complaints));
      context.connect(remote, local, promise);
      pipeline.remove(this);
    }
  }
}
