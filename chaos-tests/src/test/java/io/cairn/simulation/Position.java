package io.cairn.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How far each source has been read, as a task at a cut has seen it. */
record Position(long first, long second) {
  static final Position START = new Position(0, 0);
  static final int BYTES = 16;

  Position later(Position other) {
    return new Position(Math.max(first, other.first), Math.max(second, other.second));
  }

  Position advanced(int source, long by) {
    return source == 0 ? new Position(first + by, second) : new Position(first, second + by);
  }

  boolean isWithin(Position other) {
    return first <= other.first && second <= other.second;
  }

  void put(ByteBuffer buffer) {
    buffer.putLong(first).putLong(second);
  }

  static Position get(ByteBuffer buffer) {
    return new Position(buffer.getLong(), buffer.getLong());
  }

  /** A sink's prepared output: all that came from one position to another. */
  record Output(long checkpoint, Position from, Position to) {
    byte[] encode() {
      ByteBuffer buffer = ByteBuffer.allocate(8 + 2 * BYTES).putLong(checkpoint);
      from.put(buffer);
      to.put(buffer);
      return buffer.array();
    }

    static Output decode(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Output(buffer.getLong(), Position.get(buffer), Position.get(buffer));
    }
  }

  /** What a task's snapshot holds. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record State(Position position, boolean ended, byte[] transactions) {
    byte[] encode() {
      ByteBuffer buffer = ByteBuffer.allocate(BYTES + 1 + transactions.length);
      position.put(buffer);
      return buffer.put((byte) (ended ? 1 : 0)).put(transactions).array();
    }

    State withoutTransactions() {
      return new State(position, ended, new byte[0]);
    }

    static State decode(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      Position position = Position.get(buffer);
      boolean ended = buffer.get() == 1;
      return new State(position, ended, Arrays.copyOfRange(bytes, buffer.position(), bytes.length));
    }
  }
}
