package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * One open connection. Safe for use by any thread.
 *
 * @param <O> messages that go out
 */
public interface FramedConnection<O extends MessageLite> {

  /**
   * Queues a message. Messages of one thread arrive in the order they were sent. Whether one
   * arrived is told only by the peer's answer; on a closed connection it is dropped.
   */
  void send(O message);

  /**
   * Sends a last message, then closes once it is written, or after {@value
   * NettyConnection#LAST_WORD_SECONDS} seconds: a peer that does not read keeps nothing open.
   */
  void sendAndClose(O message);

  /**
   * Whether the outbound queue is below its high-water mark of {@value
   * FramedPipeline#HIGH_WATER_BYTES} bytes. A sender that can wait or coalesce should do so when it
   * is not.
   */
  boolean isWritable();

  /** Whether messages can still be sent. */
  boolean isOpen();

  /**
   * Whether to read what the peer sends. While not, what it sends waits in its own machine and then
   * in it: that is how a receiver pushes back. Up to one read of the socket (64 KiB) may still
   * come, and that the peer has closed is seen only when reading again. A connection that has
   * nothing to hold back may ignore it.
   */
  default void reading(boolean wanted) {}

  /** Runs a task on the connection's event loop, after what is already queued there. */
  void execute(Runnable task);

  /** Closes without waiting; {@link ConnectionHandler#onClosed} follows. Harmless when closed. */
  void close();

  /** The certificate by which the peer is known; empty without TLS. */
  default Optional<X509Certificate> peerCertificate() {
    return Optional.empty();
  }

  /** The peer's address, for log lines. */
  SocketAddress remote();
}
