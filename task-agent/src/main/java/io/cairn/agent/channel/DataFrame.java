package io.cairn.agent.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundInvoker;
import java.nio.charset.StandardCharsets;

/**
 * The frames of a data connection, version 1, all numbers big-endian: length (4 octets, of what
 * follows), type (1), channel (4, chosen by the sender of the records), then by type:
 *
 * <pre>
 * 1 OPEN     job (8) attempt (8) edge (4) from task (4) to task (4)    sender to receiver
 * 2 OPENED   credits (4)                                               receiver to sender
 * 3 REFUSED  code (1) text (UTF-8, to the end)                         receiver to sender
 * 4 DATA     octets of a buffer, to the end                            sender to receiver
 * 5 CREDIT   credits (4)                                               receiver to sender
 * 6 CLOSE                                                              sender to receiver
 * 7 PING     channel 0; after a silence                                both
 * </pre>
 *
 * <p>Before them each side sends a {@link Preamble}. What is not of this form ends the connection.
 */
final class DataFrame {
  static final byte OPEN = 1;
  static final byte OPENED = 2;
  static final byte REFUSED = 3;
  static final byte DATA = 4;
  static final byte CREDIT = 5;
  static final byte CLOSE = 6;
  static final byte PING = 7;

  /** The receiver is not deployed yet: try again. */
  static final byte CODE_NOT_YET = 1;

  /** The attempt is over at the receiver, or has been replaced. */
  static final byte CODE_FENCED = 2;

  private static final int HEADER = Byte.BYTES + Integer.BYTES;

  private DataFrame() {}

  static ByteBuf open(ByteBufAllocator allocator, int channel, ChannelKey key) {
    return begin(allocator, OPEN, channel, 2 * Long.BYTES + 3 * Integer.BYTES)
        .writeLong(key.jobId())
        .writeLong(key.attempt())
        .writeInt(key.edge())
        .writeInt(key.fromTask())
        .writeInt(key.toTask());
  }

  static ByteBuf opened(ByteBufAllocator allocator, int channel, int credits) {
    return begin(allocator, OPENED, channel, Integer.BYTES).writeInt(credits);
  }

  static ByteBuf refused(ByteBufAllocator allocator, int channel, byte code, String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(octets.length, ChannelLimits.MAX_TEXT_BYTES);
    return begin(allocator, REFUSED, channel, Byte.BYTES + length)
        .writeByte(code)
        .writeBytes(octets, 0, length);
  }

  static ByteBuf data(ByteBufAllocator allocator, int channel, ChannelBuffer buffer) {
    return begin(allocator, DATA, channel, buffer.length())
        .writeBytes(buffer.octets(), 0, buffer.length());
  }

  static ByteBuf credit(ByteBufAllocator allocator, int channel, int credits) {
    return begin(allocator, CREDIT, channel, Integer.BYTES).writeInt(credits);
  }

  static ByteBuf close(ByteBufAllocator allocator, int channel) {
    return begin(allocator, CLOSE, channel, 0);
  }

  static ByteBuf ping(ByteBufAllocator allocator) {
    return begin(allocator, PING, 0, 0);
  }

  static ChannelKey readKey(ByteBuf in) {
    return new ChannelKey(in.readLong(), in.readLong(), in.readInt(), in.readInt(), in.readInt());
  }

  static ChannelBuffer readBuffer(ByteBuf in) {
    byte[] octets = ByteBufUtil.getBytes(in, in.readerIndex(), in.readableBytes(), true);
    in.skipBytes(octets.length);
    return new ChannelBuffer(octets, octets.length);
  }

  static String readText(ByteBuf in) {
    return in.readCharSequence(in.readableBytes(), StandardCharsets.UTF_8).toString();
  }

  /** Sends a frame. That it failed shows as the end of the connection, so nobody looks here. */
  static void write(ChannelOutboundInvoker to, ByteBuf frame) {
    ChannelFuture unused = to.writeAndFlush(frame);
  }

  private static ByteBuf begin(ByteBufAllocator allocator, byte type, int channel, int rest) {
    return allocator
        .buffer(Integer.BYTES + HEADER + rest)
        .writeInt(HEADER + rest)
        .writeByte(type)
        .writeInt(channel);
  }
}
