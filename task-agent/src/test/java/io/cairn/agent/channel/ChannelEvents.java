package io.cairn.agent.channel;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What input channels told, for the test's thread to take. */
final class ChannelEvents implements InputChannel.Listener {
  final BlockingQueue<InputChannel> connected = new LinkedBlockingQueue<>();
  final BlockingQueue<InputChannel> available = new LinkedBlockingQueue<>();
  final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

  @Override
  public void connected(InputChannel channel) {
    connected.add(channel);
  }

  @Override
  public void available(InputChannel channel) {
    available.add(channel);
  }

  @Override
  public void failed(InputChannel channel, String reason) {
    failures.add("receiver: " + reason);
  }
}
