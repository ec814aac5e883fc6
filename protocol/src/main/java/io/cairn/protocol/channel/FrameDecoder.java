package io.cairn.protocol.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.List;

/**
 * Cuts frames: a four-byte length, then so many bytes. One that never becomes whole is an error.
 */
final class FrameDecoder extends LengthFieldBasedFrameDecoder {
  FrameDecoder(int maxFrameBytes) {
    super(maxFrameBytes, 0, Integer.BYTES, 0, Integer.BYTES);
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(context, in, out);
    if (out.isEmpty() && in.isReadable()) {
      in.skipBytes(in.readableBytes());
      throw new CorruptedFrameException("the peer closed it in the middle of a frame");
    }
  }
}
