package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;

/**
 * What one connection's owner does with it. All methods of one handler are called on one thread,
 * the connection's event loop, in order: {@link #onOpen} once, {@link #onMessage} for each message,
 * {@link #onClosed} once. None of them may block.
 *
 * @param <I> messages that come in
 * @param <O> messages that go out
 */
public interface ConnectionHandler<I extends MessageLite, O extends MessageLite> {

  /** The peer's preamble has been checked; messages may be sent. */
  void onOpen(FramedConnection<O> connection);

  /** A whole, well-formed message has come. */
  void onMessage(FramedConnection<O> connection, I message);

  /** What was queued has drained below the low-water mark, or filled above the high-water mark. */
  default void onWritabilityChanged(FramedConnection<O> connection) {}

  /**
   * The connection is gone; nothing more will come. A message sent before may or may not have
   * arrived.
   *
   * @param reason for a log line: what closed it
   */
  void onClosed(FramedConnection<O> connection, String reason);
}
