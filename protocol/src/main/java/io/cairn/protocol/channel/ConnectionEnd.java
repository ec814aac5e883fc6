package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last handler: turns Netty's events into those of a {@link ConnectionHandler}. */
@SuppressWarnings("FutureReturnValueIgnored") // closing is told by channelInactive
final class ConnectionEnd<I extends MessageLite, O extends MessageLite>
    extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(ConnectionEnd.class);

  private final ConnectionHandler<I, O> handler;
  private final Complaints complaints;
  private @Nullable FramedConnection<O> connection;
  private String reason = "the peer closed it";
  private boolean broken;

  ConnectionEnd(ConnectionHandler<I, O> handler, Complaints complaints) {
    this.handler = handler;
    this.complaints = complaints;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == PreambleGate.PASSED) {
      connection = new NettyConnection<>(context.channel());
      handler.onOpen(connection);
    } else if (event instanceof TlsGate.Failed failed) {
      broken = true; // told of there
      reason = failed.reason();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the decoder before us makes nothing but I
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (connection != null && !broken) {
      handler.onMessage(connection, (I) message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (connection != null) {
      handler.onWritabilityChanged(connection);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (connection != null) {
      FramedConnection<O> closed = connection;
      connection = null;
      handler.onClosed(closed, reason);
    }
  }

  /** What was read together with the broken frame is broken too, and told of once. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return; // a write that came too late; what closed it has been told
    }
    if (!broken) {
      broken = true;
      reason = String.valueOf(cause);
      complaints.warn(log, context.channel().remoteAddress(), reason);
      context.close();
    }
  }
}
