package io.cairn.agent.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sending end of a connection. Of its event loop. */
final class OutgoingConnection extends FrameHandler {

  /** Told how an opening went that did not succeed. On the event loop. */
  interface Owner {

    /** The receiver is not there yet, or the connection could not be used: try again later. */
    void notYet(RemoteOutputChannel channel, String reason);

    /** The connection is gone for good. */
    void gone(OutgoingConnection connection);
  }

  private final Owner owner;
  private final Map<Integer, RemoteOutputChannel> opening = new HashMap<>();
  private final Map<Integer, RemoteOutputChannel> open = new HashMap<>();
  private final List<RemoteOutputChannel> early = new ArrayList<>();
  private @Nullable ChannelHandlerContext context;
  private int lastChannel;
  private boolean over;

  OutgoingConnection(Owner owner) {
    this.owner = owner;
  }

  void open(RemoteOutputChannel channel) {
    if (over) {
      owner.notYet(channel, "the connection broke");
    } else if (context == null) {
      early.add(channel);
    } else {
      lastChannel++;
      opening.put(lastChannel, channel);
      DataFrame.write(context, DataFrame.open(context.alloc(), lastChannel, channel.key()));
    }
  }

  @Override
  void ready(ChannelHandlerContext ctx) {
    context = ctx;
    early.forEach(this::open);
    early.clear();
  }

  @Override
  void frame(ChannelHandlerContext ctx, byte type, int channel, ByteBuf rest)
      throws ProtocolViolation {
    switch (type) {
      case DataFrame.OPENED -> opened(ctx, channel, readCredits(rest));
      case DataFrame.REFUSED -> refused(channel, rest.readByte(), DataFrame.readText(rest));
      case DataFrame.CREDIT -> {
        int count = readCredits(rest);
        RemoteOutputChannel to = open.get(channel);
        if (to != null) {
          to.granted(count);
        }
      }
      default -> throw new ProtocolViolation("a frame of type " + type);
    }
  }

  @Override
  void gone(String reason) {
    if (over) {
      return;
    }
    over = true;
    owner.gone(this);
    open.values().forEach(channel -> channel.fail(reason));
    opening.values().forEach(channel -> owner.notYet(channel, reason));
    early.forEach(channel -> owner.notYet(channel, reason));
    open.clear();
    opening.clear();
    early.clear();
  }

  private void closed(ChannelHandlerContext ctx, int channel) {
    if (open.remove(channel) != null) {
      DataFrame.write(ctx, DataFrame.close(ctx.alloc(), channel));
    }
  }

  private void opened(ChannelHandlerContext ctx, int channel, int credits)
      throws ProtocolViolation {
    RemoteOutputChannel to = opening.remove(channel);
    if (to == null) {
      throw new ProtocolViolation("channel " + channel + " was not asked for");
    }
    open.put(channel, to);
    Runnable onClose = () -> ctx.executor().execute(() -> closed(ctx, channel));
    to.opened(ctx.channel(), channel, credits, onClose);
  }

  private void refused(int channel, byte code, String text) {
    RemoteOutputChannel asked = opening.remove(channel);
    RemoteOutputChannel used = open.remove(channel);
    String reason = "refused by " + peer() + ": " + text;
    if (asked != null && code == DataFrame.CODE_NOT_YET) {
      owner.notYet(asked, reason);
    } else if (asked != null) {
      asked.fail(reason);
    } else if (used != null) {
      used.fail(reason);
    }
  }

  private static int readCredits(ByteBuf rest) throws ProtocolViolation {
    int credits = rest.readInt();
    if (credits < 1 || credits > ChannelLimits.BUFFERS_PER_CHANNEL) {
      throw new ProtocolViolation(credits + " credits");
    }
    return credits;
  }
}
