package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A connection on a Netty channel. Safe for use by any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes; onClosed tells it
final class NettyConnection<O extends MessageLite> implements FramedConnection<O> {

  /** How long a last message may take to be written. */
  static final int LAST_WORD_SECONDS = 5;

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
    ScheduledFuture<?> deadline =
        channel.eventLoop().schedule(() -> channel.close(), LAST_WORD_SECONDS, TimeUnit.SECONDS);
    channel
        .writeAndFlush(message)
        .addListener(
            written -> {
              deadline.cancel(false);
              channel.close();
            });
  }

  @Override
  public void reading(boolean wanted) {
    channel.config().setAutoRead(wanted);
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
  public Optional<X509Certificate> peerCertificate() {
    return TlsGate.peerCertificate(channel);
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
