package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;
import io.netty.channel.Channel;
import java.net.SocketAddress;

/** A connection on a Netty channel. Safe for use by any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes; onClosed tells it
final class NettyConnection<O extends MessageLite> implements FramedConnection<O> {

  private final Channel channel;

  NettyConnection(Channel channel) {
    this.channel = channel;
  }

  @Override
  public void send(O message) {
    channel.writeAndFlush(message, channel.voidPromise());
  }

  @Override
  public void sendAndClose(O message) {
    channel.writeAndFlush(message).addListener(written -> channel.close());
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public boolean isOpen() {
    return channel.isActive();
  }

  @Override
  public void execute(Runnable task) {
    channel.eventLoop().execute(task);
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public SocketAddress remote() {
    SocketAddress address = channel.remoteAddress();
    return address == null ? channel.localAddress() : address;
  }

  @Override
  public String toString() {
    return String.valueOf(channel.remoteAddress());
  }
}
