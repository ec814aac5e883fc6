package io.cairn.agent.channel;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel: a queue no longer than the credits given. The network (or a
 * sender in this process) puts buffers in, the task's thread takes them out and gives the credit
 * back.
 */
public final class InputChannel {

  /** Told about a channel, on the thread that puts buffers in. Must not wait. */
  public interface Listener {

    /** A sender has opened the channel. */
    void connected(InputChannel channel);

    /** One more buffer can be polled; called once for each. */
    void available(InputChannel channel);

    /** No more buffers will come, and some may be lost: the attempt has failed. */
    void failed(InputChannel channel, String reason);
  }

  /** Gives credits back to the sender; any thread. */
  @FunctionalInterface
  interface CreditReturn {
    void grant(int count);
  }

  /** What became of a buffer. */
  enum Offer {
    ACCEPTED,
    /** The sender had no credit for it: a broken peer. */
    NO_CREDIT,
    /** The receiver's attempt is over. */
    CLOSED
  }

  private final ChannelKey key;
  private final Listener listener;
  private final ArrayDeque<ChannelBuffer> buffers = new ArrayDeque<>();
  private @Nullable CreditReturn credits;
  private int outstanding;
  private boolean closed;

  public InputChannel(ChannelKey key, Listener listener) {
    this.key = key;
    this.listener = listener;
  }

  public ChannelKey key() {
    return key;
  }

  /** The next buffer, or null. Each one returned must be followed by one {@link #release}. */
  public synchronized @Nullable ChannelBuffer poll() {
    return buffers.poll();
  }

  /** The buffer last polled is processed: its credit goes back. */
  public void release() {
    CreditReturn to;
    synchronized (this) {
      outstanding--;
      to = closed ? null : credits;
    }
    if (to != null) {
      to.grant(1);
    }
  }

  /** The task is over: what comes is dropped and refused. Idempotent. */
  public synchronized void close() {
    closed = true;
    buffers.clear();
  }

  /** A sender opens the channel; false if one has before, or the channel is closed. */
  boolean connect(CreditReturn to) {
    synchronized (this) {
      if (credits != null || closed) {
        return false;
      }
      credits = to;
    }
    listener.connected(this);
    return true;
  }

  Offer offer(ChannelBuffer buffer) {
    synchronized (this) {
      if (closed) {
        return Offer.CLOSED;
      }
      if (outstanding == ChannelLimits.BUFFERS_PER_CHANNEL) {
        return Offer.NO_CREDIT;
      }
      outstanding++;
      buffers.add(buffer);
    }
    listener.available(this);
    return Offer.ACCEPTED;
  }

  void fail(String reason) {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    listener.failed(this, key + ": " + reason);
  }
}
