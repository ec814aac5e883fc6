package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelBuffer;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Takes the elements out of buffers; see {@link Elements}. Of the task's thread. */
final class ElementReader {
  private final Window window = new Window();
  private final DataInputStream input = new DataInputStream(window);
  private byte[] octets = new byte[0];
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
    window.at = position;
    window.end = recordEnd;
    return Kind.RECORD;
  }

  DataInput input() {
    return input;
  }

  /** The record has been read; checks that all of it was. */
  void endRecord() throws IOException {
    if (window.at != recordEnd) {
      throw new IOException(
          "the serializer left %d of %d octets of a record: it must read what it wrote"
              .formatted(recordEnd - window.at, recordEnd - position));
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

  /** The octets of the current record. */
  private final class Window extends InputStream {
    private int at;
    private int end;

    @Override
    public int read() {
      return at < end ? octets[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, to.length);
      int taken = Math.min(count, end - at);
      if (taken == 0 && count > 0) {
        return -1;
      }
      System.arraycopy(octets, at, to, offset, taken);
      at += taken;
      return taken;
    }

    @Override
    public long skip(long count) {
      int skipped = (int) Math.max(0, Math.min(count, end - at));
      at += skipped;
      return skipped;
    }

    @Override
    public int available() {
      return end - at;
    }
  }
}
