package io.cairn.agent.channel;

import io.cairn.protocol.channel.ProofGate;
import io.cairn.protocol.channel.TlsGate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both ends of a data connection have in common: framing, pings, and one log line when
 * something is wrong. Of the connection's event loop.
 */
abstract class FrameHandler extends SimpleChannelInboundHandler<ByteBuf> {
  private static final Logger log = LoggerFactory.getLogger(FrameHandler.class);

  private String peer = "an agent not known yet";
  private String ended = "the connection was closed by the peer";
  private boolean explained;

  /**
   * Puts the handlers of one end into a new connection.
   *
   * @param before those of TLS and of a proof, or none
   */
  static void fill(
      ChannelPipeline pipeline,
      List<ChannelHandler> before,
      Preamble preamble,
      FrameHandler frames) {
    pipeline.addLast(before.toArray(ChannelHandler[]::new));
    pipeline.addLast(
        new IdleStateHandler(
            ChannelLimits.DEAD_AFTER.toMillis(),
            ChannelLimits.PING_AFTER.toMillis(),
            0,
            TimeUnit.MILLISECONDS));
    pipeline.addLast(preamble);
    pipeline.addLast(
        new LengthFieldBasedFrameDecoder(
            ChannelLimits.MAX_FRAME_BYTES, 0, Integer.BYTES, 0, Integer.BYTES));
    pipeline.addLast(frames);
  }

  /** The preamble was good; frames may be sent. */
  abstract void ready(ChannelHandlerContext ctx);

  abstract void frame(ChannelHandlerContext ctx, byte type, int channel, ByteBuf rest)
      throws ProtocolViolation;

  /** The connection is gone, for this reason. */
  abstract void gone(String reason);

  final String peer() {
    return peer;
  }

  @Override
  protected final void channelRead0(ChannelHandlerContext ctx, ByteBuf frame)
      throws ProtocolViolation {
    if (explained) {
      return; // came together with what ended the connection
    }
    try {
      byte type = frame.readByte();
      int channel = frame.readInt();
      if (type != DataFrame.PING) {
        frame(ctx, type, channel, frame);
      }
    } catch (IndexOutOfBoundsException e) {
      throw new ProtocolViolation("a frame is too short");
    }
    if (frame.isReadable()) {
      throw new ProtocolViolation("a frame is too long by " + frame.readableBytes());
    }
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Preamble.Peer known) {
      peer = "agent " + known.agentId();
      ready(ctx);
    } else if (event instanceof ProofGate.Failed failed) {
      explained = true; // there
      ended = failed.reason();
    } else if (event instanceof TlsGate.Failed failed) {
      explained = true; // there
      ended = failed.reason();
    } else if (event instanceof IdleStateEvent idle) {
      if (idle.state() == IdleState.READER_IDLE) {
        end(ctx, "nothing has come for " + ChannelLimits.DEAD_AFTER.toSeconds() + " s");
      } else if (ctx.pipeline().get(Preamble.class) == null) {
        DataFrame.write(ctx, DataFrame.ping(ctx.alloc()));
      }
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    end(ctx, String.valueOf(root.getMessage()));
  }

  @Override
  public final void channelInactive(ChannelHandlerContext ctx) {
    gone("data connection with " + peer + " (" + ctx.channel().remoteAddress() + "): " + ended);
  }

  private void end(ChannelHandlerContext ctx, String reason) {
    if (!explained) {
      explained = true;
      ended = reason;
      log.warn(
          "data connection with {} ({}) closed: {}", peer, ctx.channel().remoteAddress(), reason);
    }
    ChannelFuture unused = ctx.close();
  }
}
