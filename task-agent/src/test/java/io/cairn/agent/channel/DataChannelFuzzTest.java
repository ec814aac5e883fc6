package io.cairn.agent.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Whatever comes into the data port, the connection serves it or ends with one log line. */
final class DataChannelFuzzTest {
  private static final ChannelKey KEY = new ChannelKey(1, 2, 0, 1, 3);

  @FuzzTest(maxDuration = "2m")
  void anyBytesAreServedOrEndTheConnection(byte[] octets) {
    serve(Unpooled.wrappedBuffer(octets));
  }

  @FuzzTest(maxDuration = "2m")
  void anyFramesAreServedOrEndTheConnection(byte[] octets) {
    ByteBuf preamble = Unpooled.buffer().writeBytes("CAIRNDAT".getBytes(StandardCharsets.US_ASCII));
    preamble.writeShort(1).writeByte(1).writeByte('c').writeByte(1).writeByte('a');
    serve(Unpooled.wrappedBuffer(preamble, Unpooled.wrappedBuffer(octets)));
  }

  private static void serve(ByteBuf octets) {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(FrameHandler.class);
    log.addAppender(lines);
    log.setAdditive(false);
    Receiver receiver = new Receiver();
    ReceiverRegistry registry = new ReceiverRegistry();
    registry.register(1, 2, List.of(new InputChannel(KEY, receiver)));
    EmbeddedChannel channel = new EmbeddedChannel();
    try {
      FrameHandler.fill(
          channel.pipeline(),
          List.of(),
          new Preamble(() -> "c", "here", true),
          new IncomingConnection(registry));
      channel.writeInbound(octets);
      boolean open = channel.isOpen();
      assertEquals(open ? 0 : 1, lines.list.size());
      assertTrue(receiver.buffers <= ChannelLimits.BUFFERS_PER_CHANNEL);
      channel.close().awaitUninterruptibly();
      assertTrue(receiver.failures <= 1);
    } finally {
      channel.finishAndReleaseAll();
      log.detachAppender(lines);
    }
  }

  private static final class Receiver implements InputChannel.Listener {
    private final List<InputChannel> connected = new ArrayList<>();
    private int buffers;
    private int failures;

    @Override
    public void connected(InputChannel channel) {
      connected.add(channel);
    }

    @Override
    public void available(InputChannel channel) {
      buffers++;
    }

    @Override
    public void failed(InputChannel channel, String reason) {
      failures++;
    }
  }
}
