package io.cairn.protocol.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;

/**
 * Sends our preamble, checks the peer's, then leaves the pipeline. Until then nothing behind it
 * sees a byte, and a peer that says nothing is cut off.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing is told by channelInactive
final class PreambleGate extends AdmissionGate {

  /** The user event behind which messages may flow. */
  static final Object PASSED = new Object();

  private final Preamble preamble;

  PreambleGate(Preamble preamble, Complaints complaints) {
    super(complaints);
    this.preamble = preamble;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(preamble.toBytes());
    giveTime(context, "it sent no preamble in " + DEADLINE_SECONDS + " s");
    context.fireChannelActive();
  }

  @Override
  void judge(ChannelHandlerContext context, ByteBuf in) {
    if (in.readableBytes() < Preamble.BYTES) {
      return;
    }
    String wrong = preamble.check(in);
    if (!wrong.isEmpty()) {
      in.skipBytes(in.readableBytes());
      refuse(context, wrong);
      return;
    }
    admit(context, () -> context.fireUserEventTriggered(PASSED));
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
    } else if (undecided() && connecting(context) && preamble.proof() == null) {
      refuse(
          context,
          "it closed without a word: if it wants a proof of security.agentSecret, this process has"
              + " none");
    }
  }

  private static boolean connecting(ChannelHandlerContext context) {
    return context.channel().parent() == null;
  }
}
