package io.cairn.agent.channel;

/** The sending end of a channel. One sender thread; {@link #close} by any thread. */
public interface OutputChannel {

  ChannelKey key();

  /**
   * Hands a buffer over, waiting while the receiver gives no credit.
   *
   * @throws ChannelException if the channel is broken, refused or closed
   * @throws InterruptedException if interrupted while waiting; the buffer was not sent
   */
  void send(ChannelBuffer buffer) throws ChannelException, InterruptedException;

  /** How long {@link #send} has waited for credit in all, in nanoseconds. Any thread. */
  long waitedNanos();

  /** Tells the receiver that nothing will follow. Not a failure. Idempotent, never waits. */
  void close();
}
