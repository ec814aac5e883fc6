package io.cairn.coordinator.replication;

import com.alipay.remoting.CommandDecoder;
import com.alipay.remoting.CustomSerializerManager;
import com.alipay.remoting.rpc.RpcCommandType;
import com.alipay.remoting.rpc.protocol.RpcProtocol;
import io.cairn.protocol.channel.Complaints;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at each frame on a Raft connection before Bolt does, on both ends: one that is too long,
 * that never becomes whole, or whose body is not one of jraft's protobuf messages ends the
 * connection with one log line. Bolt alone waits for 2 GiB if a header says so, and picks a
 * deserialiser by what the peer sends.
 *
 * <p>Shared by all connections; what belongs to one is its attribute, of its event loop.
 */
final class RaftFrames implements CommandDecoder {
  /**
   * The longest body: the events of one report (4 MiB, the session's longest frame) in one entry,
   * after what jraft puts before it into one request (512 KiB), twice over.
   */
  static final int MAX_BODY_BYTES = 16 << 20;

  /** How long a frame may take from its first byte to its last. */
  static final int DEADLINE_SECONDS = 10;

  private static final short MAX_COMMAND_CODE = 2; // heartbeat, request, response
  private static final int TYPE_OFFSET = 1;
  private static final int CODE_OFFSET = 2;
  private static final AttributeKey<ScheduledFuture<?>> DEADLINE =
      AttributeKey.valueOf(RaftFrames.class, "deadline");
  private static final AttributeKey<Boolean> ENDED =
      AttributeKey.valueOf(RaftFrames.class, "ended");
  private static final Logger log = LoggerFactory.getLogger(RaftFrames.class);

  private final CommandDecoder bolt;
  private final Complaints complaints;

  RaftFrames(CommandDecoder bolt, Complaints complaints) {
    this.bolt = bolt;
    this.complaints = complaints;
  }

  @Override
  public void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
    Header header = Header.of(in);
    String wrong = header == null ? "" : header.wrong(in);
    if (!wrong.isEmpty()) {
      refuse(complaints, context, in, wrong);
    } else if (header == null || in.readableBytes() < header.frameBytes()) {
      expectTheRest(context, in);
    } else {
      cancelDeadline(context);
      bolt.decode(context, in, out);
    }
  }

  /** Ends the connection; what it has sent is not looked at again. */
  static void refuse(Complaints complaints, ChannelHandlerContext context, ByteBuf in, String why) {
    in.skipBytes(in.readableBytes());
    cancelDeadline(context);
    end(complaints, context, why);
  }

  private static void end(Complaints complaints, ChannelHandlerContext context, String why) {
    if (context.channel().attr(ENDED).getAndSet(true) == null) {
      complaints.warn(log, context.channel().remoteAddress(), why);
      var unused = context.close();
    }
  }

  private void expectTheRest(ChannelHandlerContext context, ByteBuf in) {
    if (context.channel().attr(DEADLINE).get() == null) {
      context
          .channel()
          .attr(DEADLINE)
          .set(
              context
                  .executor()
                  .schedule(() -> tooLate(context), DEADLINE_SECONDS, TimeUnit.SECONDS));
    }
    if (!context.channel().isActive()) {
      refuse(complaints, context, in, "the peer closed it in the middle of a frame");
    }
  }

  private void tooLate(ChannelHandlerContext context) {
    end(complaints, context, "a frame did not become whole in " + DEADLINE_SECONDS + " s");
  }

  private static void cancelDeadline(ChannelHandlerContext context) {
    ScheduledFuture<?> deadline = context.channel().attr(DEADLINE).getAndSet(null);
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** What a frame of Bolt's protocol 1 says of itself, when its header has come. */
  private record Header(byte type, short code, int headerBytes, Lengths lengths) {

    static @Nullable Header of(ByteBuf in) {
      int at = in.readerIndex();
      if (in.readableBytes() < CODE_OFFSET + Short.BYTES) {
        return null;
      }
      byte type = in.getByte(at + TYPE_OFFSET);
      int bytes =
          type == RpcCommandType.RESPONSE
              ? RpcProtocol.getResponseHeaderLength()
              : RpcProtocol.getRequestHeaderLength();
      short code = in.getShort(at + CODE_OFFSET);
      if (in.readableBytes() < bytes) {
        return wrongCode(type, code) ? new Header(type, code, bytes, Lengths.NONE) : null;
      }
      int lengths = at + bytes - Lengths.BYTES;
      return new Header(
          type,
          code,
          bytes,
          new Lengths(in.getShort(lengths), in.getShort(lengths + 2), in.getInt(lengths + 4)));
    }

    private static boolean wrongCode(byte type, short code) {
      boolean known =
          type == RpcCommandType.RESPONSE
              || type == RpcCommandType.REQUEST
              || type == RpcCommandType.REQUEST_ONEWAY;
      return !known || code < 0 || code > MAX_COMMAND_CODE;
    }

    long frameBytes() {
      return (long) headerBytes + lengths.name() + lengths.extra() + lengths.body();
    }

    /** What is wrong with it as far as it has come, or the empty string. */
    String wrong(ByteBuf in) {
      if (wrongCode(type, code)) {
        return "command " + code + " of type " + type + " is none of Raft's";
      }
      if (lengths.name() < 0
          || lengths.extra() < 0
          || lengths.body() < 0
          || lengths.body() > MAX_BODY_BYTES) {
        return "a frame of " + lengths.body() + " bytes; at most " + MAX_BODY_BYTES;
      }
      if (lengths.name() == 0) {
        return lengths.body() == 0 ? "" : "a body without a type";
      }
      if (in.readableBytes() < headerBytes + lengths.name()) {
        return "";
      }
      int at = in.readerIndex() + headerBytes;
      String name = in.toString(at, lengths.name(), StandardCharsets.UTF_8);
      boolean protobuf = CustomSerializerManager.getCustomSerializer(name) != null;
      return protobuf ? "" : "only protobuf is spoken here, not " + printable(name);
    }

    private static String printable(String name) {
      return name.codePoints().allMatch(c -> c > ' ' && c < 0x7f) ? name : "a name of garbage";
    }
  }

  /** The three lengths at a header's end. */
  private record Lengths(short name, short extra, int body) {
    static final int BYTES = Short.BYTES + Short.BYTES + Integer.BYTES;
    static final Lengths NONE = new Lengths((short) 0, (short) 0, 0);
  }
}
