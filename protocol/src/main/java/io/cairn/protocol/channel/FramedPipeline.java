package io.cairn.protocol.channel;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.MessageToByteEncoder;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** The handlers of one connection, the same for both ends. */
final class FramedPipeline<I extends MessageLite, O extends MessageLite>
    extends ChannelInitializer<Channel> {

  /**
   * A frame's longest message: 4 MiB. A Deploy of 10,000 tasks with handles of 200 bytes is about
   * 2.5 MB.
   */
  static final int MAX_FRAME_BYTES = 4 << 20;

  /**
   * So much may wait to be written before a sender is asked to hold back: with one of the largest
   * frames on top, a peer that does not read costs 5 MiB.
   */
  static final int HIGH_WATER_BYTES = 1 << 20;

  private static final int LOW_WATER_BYTES = HIGH_WATER_BYTES / 4;

  private final Preamble preamble;
  private final Parser<I> parser;
  private final Supplier<? extends ConnectionHandler<I, O>> handlers;
  private final Shield shield;
  private final Complaints complaints = new Complaints(System::nanoTime);

  /** What stands before the preamble. */
  @FunctionalInterface
  interface Shield {
    /** Handlers, in their order, of one new connection. */
    List<ChannelHandler> before(Complaints complaints);
  }

  /** Without TLS. */
  FramedPipeline(
      Preamble preamble, Parser<I> parser, Supplier<? extends ConnectionHandler<I, O>> handlers) {
    this(preamble, parser, handlers, complaints -> List.of());
  }

  FramedPipeline(
      Preamble preamble,
      Parser<I> parser,
      Supplier<? extends ConnectionHandler<I, O>> handlers,
      Shield shield) {
    this.preamble = preamble;
    this.parser = parser;
    this.handlers = handlers;
    this.shield = shield;
  }

  @Override
  protected void initChannel(Channel channel) {
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES));
    channel.pipeline().addLast(shield.before(complaints).toArray(ChannelHandler[]::new));
    SecretProof proof = preamble.proof();
    if (proof != null) {
      channel.pipeline().addLast(proof.gate());
    }
    channel
        .pipeline()
        .addLast(new PreambleGate(preamble, complaints))
        .addLast(new FrameDecoder(MAX_FRAME_BYTES))
        .addLast(new MessageDecoder<>(parser))
        .addLast(new MessageEncoder())
        .addLast(new ConnectionEnd<>(handlers.get(), complaints));
  }

  private static final class MessageDecoder<I extends MessageLite>
      extends MessageToMessageDecoder<ByteBuf> {
    private final Parser<I> parser;

    MessageDecoder(Parser<I> parser) {
      this.parser = parser;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out)
        throws IOException {
      // From memory: protobuf reads a stream at half the speed, octet by octet.
      out.add(parser.parseFrom(frame.nioBuffer()));
    }
  }

  private static final class MessageEncoder extends MessageToByteEncoder<MessageLite> {
    @Override
    protected void encode(ChannelHandlerContext context, MessageLite message, ByteBuf out)
        throws IOException {
      int size = message.getSerializedSize();
      if (size > MAX_FRAME_BYTES) {
        throw new IOException(
            "a message of " + size + " bytes exceeds the frame limit of " + MAX_FRAME_BYTES);
      }
      out.ensureWritable(size + 4).writeInt(size);
      int at = out.writerIndex();
      CodedOutputStream bytes = CodedOutputStream.newInstance(out.nioBuffer(at, size));
      message.writeTo(bytes);
      bytes.flush();
      out.writerIndex(at + size);
    }
  }
}
