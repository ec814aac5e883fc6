package io.cairn.protocol.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Lets a peer in that says the right thing in time, and then leaves the pipeline. Who says
 * something else, or nothing for {@link #DEADLINE_SECONDS}, is refused: one log line, then the
 * connection is closed. Of the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing is told by channelInactive
abstract class AdmissionGate extends ByteToMessageDecoder {
  static final int DEADLINE_SECONDS = 5;

  private final Complaints complaints;
  private boolean refused;
  private @Nullable ScheduledFuture<?> deadline;

  AdmissionGate(Complaints complaints) {
    this.complaints = complaints;
  }

  /** Looks at what has come; nothing is asked any more after a refusal. */
  abstract void judge(ChannelHandlerContext context, ByteBuf in);

  /** Before a refused peer's connection is closed. */
  void refusing(ChannelHandlerContext context, String why) {}

  /** From now on the peer has so long; {@code why} it is refused then. */
  final void giveTime(ChannelHandlerContext context, String why) {
    deadline =
        context.executor().schedule(() -> refuse(context, why), DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the peer's time runs: it was neither let in nor refused. */
  final boolean undecided() {
    return deadline != null;
  }

  /** The peer is let in; what was read of its next words goes to the handlers behind. */
  final void admit(ChannelHandlerContext context, Runnable tellThem) {
    cancelDeadline();
    tellThem.run();
    context.pipeline().remove(this);
  }

  final void refuse(ChannelHandlerContext context, String why) {
    if (!refused) {
      refused = true;
      cancelDeadline();
      complaints.warn(LoggerFactory.getLogger(getClass()), context.channel().remoteAddress(), why);
      refusing(context, why);
      context.close();
    }
  }

  @Override
  protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes());
    } else {
      judge(context, in);
    }
  }

  @Override
  protected final void handlerRemoved0(ChannelHandlerContext context) {
    cancelDeadline();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
