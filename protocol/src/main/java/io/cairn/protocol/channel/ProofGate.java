package io.cairn.protocol.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * <p>Whoever is not known hears nothing of a proof. One log line, then it is closed. Of the
 * connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing is told by channelInactive
public final class ProofGate extends ByteToMessageDecoder {
  /** Of what comes before what is really spoken. */
  static final Preamble PREAMBLE = new Preamble('A', 1);

  private static final int DEADLINE_SECONDS = 5;
  private static final Logger log = LoggerFactory.getLogger(ProofGate.class);

  private final SecretProof secret;
  private final Complaints complaints;
  private final byte[] own = SecretProof.random();
  private boolean accepting;
  private boolean refused;
  private boolean passed;
  private byte @Nullable [] peers;
  private @Nullable ScheduledFuture<?> deadline;

  /** Told to the handlers behind it, as a user event, before the connection is closed. */
  public record Failed(String reason) {}

  ProofGate(SecretProof secret, Complaints complaints) {
    this.secret = secret;
    this.complaints = complaints;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    accepting = context.channel().parent() != null;
    if (!accepting) {
      greet(context);
    }
    deadline =
        context
            .executor()
            .schedule(
                () -> refuse(context, "no proof of security.agentSecret in 5 s"),
                DEADLINE_SECONDS,
                TimeUnit.SECONDS);
  }

  private void greet(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(PREAMBLE.toBytes(), Unpooled.wrappedBuffer(own)));
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
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
    passed = true;
    cancelDeadline();
    context.fireChannelActive();
    context.pipeline().remove(this);
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
    boolean active = deadline != null; // not, when TLS has failed before
    if (active && (!accepting || peers != null)) {
      refuse(
          context,
          "it closed before both had proved that they know security.agentSecret: "
              + (accepting || peers == null ? "it may have none" : "it may have another"));
    }
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
    if (!refused && !passed) {
      refused = true;
      cancelDeadline();
      complaints.warn(log, context.channel().remoteAddress(), why);
      context.fireUserEventTriggered(new Failed(why));
      context.close();
    }
  }
}
