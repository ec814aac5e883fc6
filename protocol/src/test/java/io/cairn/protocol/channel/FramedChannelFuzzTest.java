package io.cairn.protocol.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Whatever comes into a framed port: whole messages, or the end of the connection with one log
 * line; after that line nothing more is told to its owner.
 */
final class FramedChannelFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void anyBytesAreMessagesOrEndTheConnection(byte[] octets) throws Exception {
    serve(Unpooled.wrappedBuffer(octets));
  }

  @FuzzTest(maxDuration = "2m")
  void anyFramesAreMessagesOrEndTheConnection(byte[] octets) throws Exception {
    serve(Unpooled.wrappedBuffer(Preamble.SESSION.toBytes(), Unpooled.wrappedBuffer(octets)));
  }

  /** The whole at once, and in pieces whose length the first octet gives. */
  private static void serve(ByteBuf octets) throws Exception {
    Heard atOnce = serve(octets.duplicate(), Integer.MAX_VALUE);
    int piece = octets.isReadable() ? 1 + (octets.getByte(octets.writerIndex() - 1) & 0x1f) : 1;
    Heard inPieces = serve(octets.duplicate(), piece);
    assertEquals(atOnce.messages, inPieces.messages);
    assertEquals(atOnce.closed, inPieces.closed);
  }

  private static Heard serve(ByteBuf octets, int piece) throws InvalidProtocolBufferException {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger("io.cairn.protocol.channel");
    log.addAppender(lines);
    log.setAdditive(false);
    Heard heard = new Heard();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new FramedPipeline<>(Preamble.SESSION, AgentMessage.parser(), () -> heard));
    try {
      while (octets.isReadable() && channel.isOpen()) {
        int length = Math.min(piece, octets.readableBytes());
        channel.writeInbound(octets.readSlice(length).copy());
      }
      boolean open = channel.isOpen();
      assertEquals(open ? 0 : 1, lines.list.size(), () -> "lines: " + lines.list);
      for (AgentMessage message : heard.messages) {
        assertEquals(message, AgentMessage.parseFrom(message.toByteArray()));
      }
      heard.closed = !open;
      channel.close().awaitUninterruptibly();
      assertTrue(heard.ends <= 1);
      return heard;
    } finally {
      channel.finishAndReleaseAll();
      log.detachAppender(lines);
    }
  }

  private static final class Heard implements ConnectionHandler<AgentMessage, CoordinatorMessage> {
    private final List<AgentMessage> messages = new ArrayList<>();
    private boolean closed;
    private int ends;

    @Override
    public void onOpen(FramedConnection<CoordinatorMessage> connection) {}

    @Override
    public void onMessage(FramedConnection<CoordinatorMessage> connection, AgentMessage message) {
      messages.add(message);
    }

    @Override
    public void onClosed(FramedConnection<CoordinatorMessage> connection, String reason) {
      ends++;
    }
  }
}
