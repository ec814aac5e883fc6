package io.cairn.storage.octets;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Reads from a part of an array. The same as a {@link DataInputStream} on it, but a number is one
 * load and not a call for each octet, and nothing is allocated. Of one thread.
 */
public final class OctetReader implements DataInput {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] octets;
  private int at;
  private int end;

  /** Reads {@code octets} from {@code from} up to {@code end}, exclusive. */
  public OctetReader(byte[] octets, int from, int end) {
    this.octets = octets;
    reset(octets, from, end);
  }

  /** Goes on with another part of an array. */
  public void reset(byte[] next, int from, int until) {
    Objects.checkFromToIndex(from, until, next.length);
    octets = next;
    at = from;
    end = until;
  }

  /** How many octets have not been read. */
  public int remaining() {
    return end - at;
  }

  @Override
  public void readFully(byte[] to) throws IOException {
    readFully(to, 0, to.length);
  }

  @Override
  public void readFully(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    System.arraycopy(octets, take(length), to, offset, length);
  }

  @Override
  public int skipBytes(int count) {
    int skipped = Math.max(0, Math.min(count, remaining()));
    at += skipped;
    return skipped;
  }

  @Override
  public boolean readBoolean() throws IOException {
    return readByte() != 0;
  }

  @Override
  public byte readByte() throws IOException {
    return octets[take(1)];
  }

  @Override
  public int readUnsignedByte() throws IOException {
    return readByte() & 0xff;
  }

  @Override
  public short readShort() throws IOException {
    return (short) SHORTS.get(octets, take(Short.BYTES));
  }

  @Override
  public int readUnsignedShort() throws IOException {
    return readShort() & 0xffff;
  }

  @Override
  public char readChar() throws IOException {
    return (char) readShort();
  }

  @Override
  public int readInt() throws IOException {
    return (int) INTS.get(octets, take(Integer.BYTES));
  }

  @Override
  public long readLong() throws IOException {
    return (long) LONGS.get(octets, take(Long.BYTES));
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat(readInt());
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(readLong());
  }

  /** Not offered: it takes octets for characters. */
  @Override
  public String readLine() {
    throw new UnsupportedOperationException("readLine takes octets for characters; use readUTF");
  }

  @Override
  public String readUTF() throws IOException {
    return DataInputStream.readUTF(this);
  }

  private int take(int count) throws EOFException {
    int from = at;
    if (count > end - from) {
      throw new EOFException(count + " octets are wanted, " + (end - from) + " are left");
    }
    at = from + count;
    return from;
  }
}
