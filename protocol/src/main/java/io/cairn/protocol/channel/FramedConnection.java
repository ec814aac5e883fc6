package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;
import io.netty.channel.Channel;
import java.net.SocketAddress;

/**
 * One open connection. Safe for use by any thread.
 *
 * @param <O> messages that go out
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes; onClosed tells it
public final class FramedConnection<O extends MessageLite> {

  private final Channel channel;

  FramedConnection(Channel channel) {
    this.channel = channel;
  }

  /**
   * Queues a message. Messages of one thread arrive in the order they were sent. Whether one
   * arrived is told only by the peer's answer; on a closed connection it is dropped.
   */
  public void send(O message) {
    channel.writeAndFlush(message, channel.voidPromise());
  }

  /** Sends a last message, then closes once it is written. */
  public void sendAndClose(O message) {
    channel.writeAndFlush(message).addListener(written -> channel.close());
  }

  /**
   * Whether the outbound queue is below its high-water mark of {@value
   * FramedPipeline#HIGH_WATER_BYTES} bytes. A sender that can wait or coalesce should do so when it
   * is not.
   */
  public boolean isWritable() {
    return channel.isWritable();
  }

  public boolean isOpen() {
    return channel.isActive();
  }

  /** Runs a task on the connection's event loop, after what is already queued there. */
  public void execute(Runnable task) {
    channel.eventLoop().execute(task);
  }

  /** Closes without waiting; {@link ConnectionHandler#onClosed} follows. Harmless when closed. */
  public void close() {
    channel.close();
  }

  /** The peer's address, for log lines. */
  public SocketAddress remote() {
    SocketAddress address = channel.remoteAddress();
    return address == null ? channel.localAddress() : address;
  }

  @Override
  public String toString() {
    return String.valueOf(channel.remoteAddress());
  }
}
