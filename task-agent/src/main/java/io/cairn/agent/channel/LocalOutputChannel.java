package io.cairn.agent.channel;

/** A channel between two tasks of this process: as bounded as one over the network. */
final class LocalOutputChannel implements OutputChannel {
  private final InputChannel receiver;
  private final Credits credits = new Credits();

  LocalOutputChannel(InputChannel receiver) {
    this.receiver = receiver;
  }

  /** Connects both ends; false if the receiver has a sender or is closed. */
  boolean connect() {
    credits.grant(ChannelLimits.BUFFERS_PER_CHANNEL);
    return receiver.connect(credits::grant);
  }

  @Override
  public ChannelKey key() {
    return receiver.key();
  }

  @Override
  public void send(ChannelBuffer buffer) throws ChannelException, InterruptedException {
    credits.acquire();
    InputChannel.Offer offer = receiver.offer(buffer);
    if (offer != InputChannel.Offer.ACCEPTED) {
      throw new ChannelException(key() + ": the receiving task is over");
    }
  }

  @Override
  public long waitedNanos() {
    return credits.waitedNanos();
  }

  @Override
  public void close() {
    credits.fail(key() + ": closed by the sender");
  }
}
