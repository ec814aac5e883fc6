package io.cairn.agent.channel;

import io.cairn.process.tls.PeerName;
import io.cairn.protocol.channel.TlsGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The first octets of each direction: magic {@code CAIRNDAT}, version (2 octets), then cluster id
 * and agent id, each as length (1) and UTF-8. The accepting side answers only what it accepts.
 * Takes itself out of the pipeline and fires a {@link Peer}. Of the connection's event loop.
 */
final class Preamble extends ByteToMessageDecoder {
  static final int VERSION = 1;

  private static final byte[] MAGIC = "CAIRNDAT".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_ID = 64;
  private static final int DEADLINE_SECONDS = 10;

  private final Supplier<String> clusterId;
  private final String agentId;
  private final boolean accepting;
  private @Nullable ScheduledFuture<?> deadline;

  /** Fired in the pipeline when the other side is known. */
  record Peer(String agentId) {}

  /** As of {@link io.cairn.protocol.channel.Preamble}: for proofs, which must not fit others. */
  static final char PROTOCOL = 'D';

  private static final byte[] PROOF = "CAIRNA".getBytes(StandardCharsets.US_ASCII);

  Preamble(Supplier<String> clusterId, String agentId, boolean accepting) {
    this.clusterId = clusterId;
    this.agentId = agentId;
    this.accepting = accepting;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    if (!accepting) {
      send(ctx);
    }
    deadline =
        ctx.executor()
            .schedule(
                () ->
                    ctx.fireExceptionCaught(
                        new ProtocolViolation("no whole preamble in " + DEADLINE_SECONDS + " s")),
                DEADLINE_SECONDS,
                TimeUnit.SECONDS);
    super.channelActive(ctx);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws ProtocolViolation {
    // Garbage is told at once, not when enough of it has come.
    for (int i = 0; i < Math.min(MAGIC.length, in.readableBytes()); i++) {
      if (in.getByte(in.readerIndex() + i) != MAGIC[i]) {
        throw new ProtocolViolation(
            wantsProof(in)
                ? "it wants a proof of security.agentSecret, which this agent does not have"
                : "this is no cairn data connection");
      }
    }
    in.markReaderIndex();
    if (in.readableBytes() < MAGIC.length + Short.BYTES) {
      return;
    }
    int version = in.skipBytes(MAGIC.length).readUnsignedShort();
    if (version != VERSION) {
      throw new ProtocolViolation("data protocol version " + version + ", not " + VERSION);
    }
    String cluster = readId(in);
    String peer = cluster.isEmpty() ? "" : readId(in);
    if (peer.isEmpty()) {
      in.resetReaderIndex();
      return;
    }
    String own = clusterId.get();
    if (!cluster.equals(own)) {
      throw new ProtocolViolation(
          "agent " + peer + " is of cluster " + cluster + ", this one of " + own);
    }
    requireOwnCertificate(ctx, peer);
    if (accepting) {
      send(ctx);
    }
    ctx.fireUserEventTriggered(new Peer(peer));
    ctx.pipeline().remove(this);
  }

  /** With TLS: an agent may not speak for another. */
  private static void requireOwnCertificate(ChannelHandlerContext ctx, String peer)
      throws ProtocolViolation {
    Optional<X509Certificate> shown = TlsGate.peerCertificate(ctx.channel());
    if (shown.isPresent() && !PeerName.of(shown.get()).id().equals(peer)) {
      throw new ProtocolViolation(
          "it says that it is agent " + peer + ", its certificate does not");
    }
  }

  private static boolean wantsProof(ByteBuf in) {
    int length = Math.min(PROOF.length, in.readableBytes());
    byte[] begin = ByteBufUtil.getBytes(in, in.readerIndex(), length);
    return Arrays.equals(begin, PROOF);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void send(ChannelHandlerContext ctx) {
    ByteBuf out = ctx.alloc().buffer().writeBytes(MAGIC).writeShort(VERSION);
    for (String id : List.of(clusterId.get(), agentId)) {
      byte[] octets = id.getBytes(StandardCharsets.UTF_8);
      out.writeByte(octets.length).writeBytes(octets);
    }
    DataFrame.write(ctx, out);
  }

  /** An id, or the empty string while it has not come in full. */
  private static String readId(ByteBuf in) throws ProtocolViolation {
    if (!in.isReadable()) {
      return "";
    }
    int length = in.readUnsignedByte();
    if (length == 0 || length > LONGEST_ID) {
      throw new ProtocolViolation("an id of " + length + " octets");
    }
    if (in.readableBytes() < length) {
      return "";
    }
    return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
  }
}
