package io.cairn.storage.octets;

import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes into an array that grows and is used again. The same octets as a {@link DataOutputStream},
 * but a number is one store. Of one thread.
 */
public final class OctetWriter implements DataOutput {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int FIRST_BYTES = 256;

  /** An array that one huge value has made larger than this is not kept. */
  private static final int KEPT_BYTES = 64 * 1024;

  private byte[] octets = new byte[FIRST_BYTES];
  private int length;

  /** Begins again. */
  public void clear() {
    length = 0;
    if (octets.length > KEPT_BYTES) {
      octets = new byte[FIRST_BYTES];
    }
  }

  /** What is written, in its first {@link #length} octets; until the next call. */
  public byte[] octets() {
    return octets;
  }

  /** How many octets are written. */
  public int length() {
    return length;
  }

  /** What is written, in an array of its own. */
  public byte[] copy() {
    return Arrays.copyOf(octets, length);
  }

  @Override
  public void write(int octet) {
    int to = room(1); // octets may be another array now
    octets[to] = (byte) octet;
  }

  @Override
  public void write(byte[] from) {
    write(from, 0, from.length);
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    int to = room(count);
    System.arraycopy(from, offset, octets, to, count);
  }

  @Override
  public void writeBoolean(boolean value) {
    write(value ? 1 : 0);
  }

  @Override
  public void writeByte(int value) {
    write(value);
  }

  @Override
  public void writeShort(int value) {
    int to = room(Short.BYTES);
    SHORTS.set(octets, to, (short) value);
  }

  @Override
  public void writeChar(int value) {
    writeShort(value);
  }

  @Override
  public void writeInt(int value) {
    int to = room(Integer.BYTES);
    INTS.set(octets, to, value);
  }

  @Override
  public void writeLong(long value) {
    int to = room(Long.BYTES);
    LONGS.set(octets, to, value);
  }

  @Override
  public void writeFloat(float value) {
    writeInt(Float.floatToIntBits(value));
  }

  @Override
  public void writeDouble(double value) {
    writeLong(Double.doubleToLongBits(value));
  }

  @Override
  public void writeBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      write(text.charAt(i));
    }
  }

  @Override
  public void writeChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      writeChar(text.charAt(i));
    }
  }

  /** In the form of {@link DataOutputStream#writeUTF}, by that. */
  @Override
  public void writeUTF(String text) throws IOException {
    new DataOutputStream(new ToHere()).writeUTF(text);
  }

  private int room(int more) {
    int from = length;
    if (octets.length - from < more) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, Math.addExact(from, more)));
    }
    length = from + more;
    return from;
  }

  /** This writer as a stream. */
  private final class ToHere extends OutputStream {
    @Override
    public void write(int octet) {
      OctetWriter.this.write(octet);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      OctetWriter.this.write(from, offset, count);
    }
  }
}
