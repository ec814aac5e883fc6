package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelBuffer;
import io.cairn.storage.octets.OctetReader;
import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the elements out of buffers; see {@link Elements}. Of the task's thread. */
final class ElementReader {
  private byte[] octets = new byte[0];
  private final OctetReader input = new OctetReader(octets, 0, 0);
  private int position;
  private int limit;
  private int recordEnd;

  /** What stands next in the buffer. */
  enum Kind {
    RECORD,
    BARRIER
  }

  void start(ChannelBuffer buffer) {
    octets = buffer.octets();
    position = 0;
    limit = buffer.length();
  }

  boolean hasNext() {
    return position < limit;
  }

  /**
   * Begins the next element. A record is then read from {@link #input}, then {@link #endRecord}.
   */
  Kind next() throws IOException {
    int header = readLength();
    if (header == 0) {
      return Kind.BARRIER;
    }
    recordEnd = position + header - 1;
    if (recordEnd > limit) {
      throw new IOException("a record ends beyond its buffer");
    }
    input.reset(octets, position, recordEnd);
    return Kind.RECORD;
  }

  DataInput input() {
    return input;
  }

  /** The length of the current record. */
  int recordBytes() {
    return recordEnd - position;
  }

  /** The record has been read; checks that all of it was. */
  void endRecord() throws IOException {
    if (input.remaining() != 0) {
      throw new IOException(
          "the serializer left %d of %d octets of a record: it must read what it wrote"
              .formatted(input.remaining(), recordEnd - position));
    }
    position = recordEnd;
  }

  Barrier barrier() throws IOException {
    int end = position + Elements.BARRIER_BYTES - 1;
    if (end > limit) {
      throw new IOException("a barrier ends beyond its buffer");
    }
    long checkpointId = ByteBuffer.wrap(octets).getLong(position);
    boolean last = octets[end - 1] != 0;
    position = end;
    return new Barrier(checkpointId, last);
  }

  private int readLength() throws IOException {
    int value = 0;
    for (int i = 0; i < Elements.MAX_LENGTH_BYTES; i++) {
      if (position == limit) {
        throw new IOException("a length ends beyond its buffer");
      }
      byte octet = octets[position++];
      value |= (octet & 0x7f) << (7 * i);
      if (octet >= 0) {
        return value;
      }
    }
    throw new IOException("a length of more than " + Elements.MAX_LENGTH_BYTES + " octets");
  }
}
