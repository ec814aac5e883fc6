package io.cairn.agent.channel;

import java.io.IOException;

/**
 * A channel cannot be used any more; what was sent may have arrived or not. The attempt has failed.
 * The message names the channel and the peer.
 */
public final class ChannelException extends IOException {
  private static final long serialVersionUID = 1L;

  public ChannelException(String message) {
    super(message);
  }
}
