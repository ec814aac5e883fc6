package io.cairn.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How far each of two inputs has been read, as a task at a cut has seen it. */
record Position(long first, long second) {
  static final Position START = new Position(0, 0);
  static final int BYTES = 16;

  Position later(Position other) {
    return new Position(Math.max(first, other.first), Math.max(second, other.second));
  }

  Position advanced(int partition, long by) {
    return partition == 0 ? new Position(first + by, second) : new Position(first, second + by);
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

  /**
   * A sink's prepared output: all that came from one position to another.
   *
   * @param lane which of so many sinks, which there have been since that position
   */
  record Output(long checkpoint, int lane, int lanes, Position since, Position from, Position to) {
    byte[] encode() {
      ByteBuffer buffer =
          ByteBuffer.allocate(16 + 3 * BYTES).putLong(checkpoint).putInt(lane).putInt(lanes);
      since.put(buffer);
      from.put(buffer);
      to.put(buffer);
      return buffer.array();
    }

    static Output decode(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Output(
          buffer.getLong(),
          buffer.getInt(),
          buffer.getInt(),
          Position.get(buffer),
          Position.get(buffer),
          Position.get(buffer));
    }
  }

  /**
   * What a task's snapshot holds.
   *
   * @param since where the job stood when this operator got its parallelism
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record State(Position position, Position since, boolean ended, byte[] transactions) {
    static final State BEGIN = new State(START, START, false, new byte[0]);

    byte[] encode() {
      ByteBuffer buffer = ByteBuffer.allocate(2 * BYTES + 1 + transactions.length);
      position.put(buffer);
      since.put(buffer);
      return buffer.put((byte) (ended ? 1 : 0)).put(transactions).array();
    }

    static State decode(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      Position position = Position.get(buffer);
      Position since = Position.get(buffer);
      boolean ended = buffer.get() == 1;
      byte[] rest = Arrays.copyOfRange(bytes, buffer.position(), bytes.length);
      return new State(position, since, ended, rest);
    }
  }
}
