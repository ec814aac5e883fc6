package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelBuffer;
import io.cairn.agent.channel.ChannelException;
import io.cairn.agent.channel.ChannelLimits;
import io.cairn.agent.channel.OutputChannel;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects elements for one channel into buffers; see {@link Elements}. Of the task's thread. */
final class ChannelWriter {
  private static final int FIRST_SIZE = 512;

  private final OutputChannel channel;
  private byte[] octets = new byte[0];
  private int length;

  ChannelWriter(OutputChannel channel) {
    this.channel = channel;
  }

  boolean isEmpty() {
    return length == 0;
  }

  void record(byte[] record, int size) throws ChannelException, InterruptedException {
    if (size > Elements.MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "a record of " + size + " octets exceeds the limit of " + Elements.MAX_RECORD_BYTES);
    }
    makeRoom(Elements.MAX_LENGTH_BYTES + size);
    int rest = size + 1;
    while (rest > 0x7f) {
      octets[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    octets[length++] = (byte) rest;
    System.arraycopy(record, 0, octets, length, size);
    length += size;
    if (length >= ChannelLimits.BUFFER_BYTES) {
      flush();
    }
  }

  void barrier(Barrier barrier) throws ChannelException, InterruptedException {
    makeRoom(Elements.BARRIER_BYTES);
    octets[length] = 0;
    ByteBuffer.wrap(octets).putLong(length + 1, barrier.checkpointId());
    octets[length + 1 + Long.BYTES] = (byte) (barrier.last() ? 1 : 0);
    length += Elements.BARRIER_BYTES;
  }

  void flush() throws ChannelException, InterruptedException {
    if (length > 0) {
      // The array goes with the buffer; a nearly empty one is not worth keeping alive.
      byte[] sent = length * 2 < octets.length ? Arrays.copyOf(octets, length) : octets;
      if (sent == octets) {
        octets = new byte[0];
      }
      int count = length;
      length = 0;
      channel.send(new ChannelBuffer(sent, count));
    }
  }

  private void makeRoom(int more) throws ChannelException, InterruptedException {
    if (length > 0 && length + more > ChannelLimits.BUFFER_BYTES) {
      flush();
    }
    if (octets.length - length < more) {
      int grown = Math.min(ChannelLimits.BUFFER_BYTES, Math.max(FIRST_SIZE, octets.length * 4));
      octets = Arrays.copyOf(octets, Math.max(grown, length + more));
    }
  }
}
