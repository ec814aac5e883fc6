package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelLimits;

/**
 * What is in a channel's buffers, version 1: elements one after the other, none over two buffers.
 * An element is a variable-length number (7 bits per octet, low ones first); 0 is followed by a
 * barrier (checkpoint id, 8 octets big-endian; 1 if it is the job's last, else 0), n by a record of
 * n - 1 octets.
 */
final class Elements {
  static final int BARRIER_BYTES = 1 + Long.BYTES + 1;

  /** Octets of the longest length. */
  static final int MAX_LENGTH_BYTES = 4;

  /** The largest serialized record: it must fit into one buffer. */
  static final int MAX_RECORD_BYTES = ChannelLimits.MAX_BUFFER_BYTES - MAX_LENGTH_BYTES;

  private Elements() {}
}
