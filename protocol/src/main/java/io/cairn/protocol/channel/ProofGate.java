package io.cairn.protocol.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands before all other handlers until both sides have proved that they know the secret: to those
 * the connection only then becomes active. Sent, in this order:
 *
 * <pre>
 * connecting  preamble of protocol A (8 octets), random number (32)
 * accepting   preamble of protocol A (8), random number (32)
 * connecting  proof (32)
 * accepting   proof (32)
 * </pre>
 *
 * <p>Whoever is not known hears nothing of a proof. Of the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing is told by channelInactive
public final class ProofGate extends AdmissionGate {
  /** Of what comes before what is really spoken. */
  static final Preamble PREAMBLE = new Preamble('A', 1);

  private final SecretProof secret;
  private final byte[] own = SecretProof.random();
  private boolean accepting;
  private byte @Nullable [] peers;

  /** Told to the handlers behind it, as a user event, before the connection is closed. */
  public record Failed(String reason) {}

  ProofGate(SecretProof secret, Complaints complaints) {
    super(complaints);
    this.secret = secret;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    accepting = context.channel().parent() != null;
    if (!accepting) {
      greet(context);
    }
    giveTime(context, "no proof of security.agentSecret in " + DEADLINE_SECONDS + " s");
  }

  private void greet(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(PREAMBLE.toBytes(), Unpooled.wrappedBuffer(own)));
  }

  @Override
  void judge(ChannelHandlerContext context, ByteBuf in) {
    byte[] theirs = peers;
    if (theirs == null) {
      greeted(context, in);
    } else if (in.readableBytes() >= SecretProof.BYTES) {
      proved(context, theirs, read(in));
    }
  }

  private void greeted(ChannelHandlerContext context, ByteBuf in) {
    if (in.readableBytes() < Preamble.BYTES) {
      return;
    }
    String wrong = PREAMBLE.check(in.slice(in.readerIndex(), Preamble.BYTES));
    if (!wrong.isEmpty()) {
      in.skipBytes(in.readableBytes());
      refuse(context, wrong + ": it does not prove that it knows security.agentSecret");
      return;
    }
    if (in.readableBytes() < Preamble.BYTES + SecretProof.BYTES) {
      return;
    }
    in.skipBytes(Preamble.BYTES);
    byte[] theirs = read(in);
    peers = theirs;
    if (accepting) {
      greet(context);
    } else {
      byte[] proof = secret.proof(SecretProof.Side.CONNECTING, own, theirs);
      context.writeAndFlush(Unpooled.wrappedBuffer(proof));
    }
  }

  private void proved(ChannelHandlerContext context, byte[] theirs, byte[] proof) {
    byte[] expected =
        accepting
            ? secret.proof(SecretProof.Side.CONNECTING, theirs, own)
            : secret.proof(SecretProof.Side.ACCEPTING, own, theirs);
    if (!SecretProof.same(expected, proof)) {
      refuse(context, "its security.agentSecret is another");
      return;
    }
    if (accepting) {
      context.writeAndFlush(
          Unpooled.wrappedBuffer(secret.proof(SecretProof.Side.ACCEPTING, theirs, own)));
    }
    admit(context, context::fireChannelActive);
  }

  private static byte[] read(ByteBuf in) {
    byte[] bytes = new byte[SecretProof.BYTES];
    in.readBytes(bytes);
    return bytes;
  }

  /** What is left of a peer that goes is no message; that it goes is told if we wanted it. */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    decode(context, in, out);
    in.skipBytes(in.readableBytes());
    // Not when TLS has failed before.
    if (undecided() && (!accepting || peers != null)) {
      refuse(
          context,
          "it closed before both had proved that they know security.agentSecret: "
              + (accepting || peers == null ? "it may have none" : "it may have another"));
    }
  }

  @Override
  void refusing(ChannelHandlerContext context, String why) {
    context.fireUserEventTriggered(new Failed(why));
  }
}
