package io.cairn.protocol.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends our preamble, checks the peer's, then leaves the pipeline. Until then nothing behind it
 * sees a byte, and a peer that says nothing is cut off.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing is told by channelInactive
final class PreambleGate extends ByteToMessageDecoder {

  /** The user event behind which messages may flow. */
  static final Object PASSED = new Object();

  private static final int DEADLINE_SECONDS = 5;
  private static final Logger log = LoggerFactory.getLogger(PreambleGate.class);

  private final Preamble preamble;
  private final Complaints complaints;
  private boolean refused;
  private @Nullable ScheduledFuture<?> deadline;

  PreambleGate(Preamble preamble, Complaints complaints) {
    this.preamble = preamble;
    this.complaints = complaints;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(preamble.toBytes());
    deadline =
        context
            .executor()
            .schedule(
                () -> refuse(context, "it sent no preamble in " + DEADLINE_SECONDS + " s"),
                DEADLINE_SECONDS,
                TimeUnit.SECONDS);
    context.fireChannelActive();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < Preamble.BYTES) {
      return;
    }
    String wrong = preamble.check(in);
    if (!wrong.isEmpty()) {
      in.skipBytes(in.readableBytes());
      refuse(context, wrong);
      return;
    }
    cancelDeadline();
    context.fireUserEventTriggered(PASSED);
    context.pipeline().remove(this);
  }

  /**
   * Who connects to us and says nothing may be a probe; one that stops in the middle is broken. But
   * whom we connect to has a reason for saying nothing.
   */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    decode(context, in, out);
    if (context.isRemoved()) {
      return;
    }
    if (in.isReadable()) {
      in.skipBytes(in.readableBytes());
      refuse(context, "it closed in the middle of the preamble");
    } else if (deadline != null && connecting(context) && preamble.proof() == null) {
      refuse(
          context,
          "it closed without a word: if it wants a proof of security.agentSecret, this process has"
              + " none");
    }
  }

  private static boolean connecting(ChannelHandlerContext context) {
    return context.channel().parent() == null;
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    cancelDeadline();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void refuse(ChannelHandlerContext context, String why) {
    if (!refused) {
      refused = true;
      complaints.warn(log, context.channel().remoteAddress(), why);
      context.close();
    }
  }
}
