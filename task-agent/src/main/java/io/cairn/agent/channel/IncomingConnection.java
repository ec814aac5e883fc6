package io.cairn.agent.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.HashMap;
import java.util.Map;

/** The receiving end of a connection: finds the receivers of its channels, passes buffers on. */
final class IncomingConnection extends FrameHandler {
  private final ReceiverRegistry registry;
  private final Map<Integer, InputChannel> open = new HashMap<>();

  IncomingConnection(ReceiverRegistry registry) {
    this.registry = registry;
  }

  @Override
  void ready(ChannelHandlerContext ctx) {}

  @Override
  void frame(ChannelHandlerContext ctx, byte type, int channel, ByteBuf rest)
      throws ProtocolViolation {
    switch (type) {
      case DataFrame.OPEN -> open(ctx, channel, DataFrame.readKey(rest));
      case DataFrame.DATA -> data(ctx, channel, DataFrame.readBuffer(rest));
      case DataFrame.CLOSE -> open.remove(channel);
      default -> throw new ProtocolViolation("a frame of type " + type);
    }
  }

  /** A sender that does not read our answers is not read from: they would pile up here. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  void gone(String reason) {
    open.values().forEach(receiver -> receiver.fail(reason));
    open.clear();
  }

  private void open(ChannelHandlerContext ctx, int channel, ChannelKey key)
      throws ProtocolViolation {
    if (open.containsKey(channel) || open.size() >= ChannelLimits.MAX_CHANNELS_PER_CONNECTION) {
      throw new ProtocolViolation("channel " + channel + " opened twice, or too many");
    }
    ReceiverRegistry.Found found = registry.find(key);
    InputChannel receiver = found.receiver();
    if (receiver == null) {
      boolean early = found.standing() == ReceiverRegistry.Standing.NOT_YET;
      byte code = early ? DataFrame.CODE_NOT_YET : DataFrame.CODE_FENCED;
      String text = early ? "the attempt is not deployed there yet" : "the attempt is over there";
      DataFrame.write(ctx, DataFrame.refused(ctx.alloc(), channel, code, text));
      return;
    }
    // The answer goes first: a credit must not overtake it.
    Channel connection = ctx.channel();
    int credits = ChannelLimits.BUFFERS_PER_CHANNEL;
    DataFrame.write(ctx, DataFrame.opened(ctx.alloc(), channel, credits));
    if (receiver.connect(
        count ->
            DataFrame.write(connection, DataFrame.credit(connection.alloc(), channel, count)))) {
      open.put(channel, receiver);
    } else {
      refuse(ctx, channel, "the channel has a sender already, or the attempt is over there");
    }
  }

  private void data(ChannelHandlerContext ctx, int channel, ChannelBuffer buffer)
      throws ProtocolViolation {
    InputChannel receiver = open.get(channel);
    InputChannel.Offer offer =
        receiver == null ? InputChannel.Offer.CLOSED : receiver.offer(buffer);
    switch (offer) {
      case ACCEPTED -> {}
      case NO_CREDIT -> throw new ProtocolViolation("channel " + channel + " exceeds its credits");
      case CLOSED -> {
        open.remove(channel);
        refuse(ctx, channel, "the attempt is over there");
      }
    }
  }

  private static void refuse(ChannelHandlerContext ctx, int channel, String text) {
    DataFrame.write(ctx, DataFrame.refused(ctx.alloc(), channel, DataFrame.CODE_FENCED, text));
  }
}
