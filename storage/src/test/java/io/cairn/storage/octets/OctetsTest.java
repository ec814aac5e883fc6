package io.cairn.storage.octets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the streams of the JDK, whose octets they must give and take. */
class OctetsTest {
  private static final long SEED = 20_261_123;
  private static final int VALUES = 2_000;

  @Test
  void writesWhatTheStreamOfTheJdkWrites() throws IOException {
    OctetWriter ours = new OctetWriter();
    assertArrayEquals(written(SEED), writtenBy(ours, SEED).copy(), "seed " + SEED);
    ours.clear();
    assertArrayEquals(
        written(SEED + 1), writtenBy(ours, SEED + 1).copy(), "the second time, seed " + SEED);
  }

  @Test
  void readsWhatTheStreamOfTheJdkReads() throws IOException {
    byte[] octets = written(SEED);
    byte[] amid = new byte[octets.length + 7];
    System.arraycopy(octets, 0, amid, 3, octets.length);
    OctetReader ours = new OctetReader(amid, 3, 3 + octets.length);
    assertEquals(
        read(new DataInputStream(new ByteArrayInputStream(octets)), SEED),
        read(ours, SEED),
        "seed " + SEED);
    assertEquals(0, ours.remaining());
  }

  @Test
  void doesNotReadBeyondItsPart() throws IOException {
    OctetReader reader = new OctetReader(new byte[20], 5, 12);
    assertThrows(EOFException.class, () -> reader.readLong());
    assertEquals(7, reader.remaining(), "what failed took nothing");
    assertThrows(EOFException.class, () -> reader.readFully(new byte[8]));
    assertEquals(7, reader.skipBytes(100));
    assertThrows(EOFException.class, reader::readByte);
    assertThrows(IndexOutOfBoundsException.class, () -> reader.reset(new byte[3], 1, 4));
  }

  @Test
  void doesNotKeepAHugeArray() {
    OctetWriter writer = new OctetWriter();
    writer.write(new byte[1 << 20]);
    writer.clear();
    assertEquals(0, writer.length());
    assertEquals(256, writer.octets().length);
  }

  private static byte[] written(long seed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writtenBy(new DataOutputStream(bytes), seed);
    return bytes.toByteArray();
  }

  private static <T extends DataOutput> T writtenBy(T out, long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < VALUES; i++) {
      switch (random.nextInt(12)) {
        case 0 -> out.writeLong(random.nextLong());
        case 1 -> out.writeInt(random.nextInt());
        case 2 -> out.writeShort(random.nextInt());
        case 3 -> out.writeByte(random.nextInt());
        case 4 -> out.writeChar(random.nextInt());
        case 5 -> out.writeBoolean(random.nextBoolean());
        case 6 -> out.writeDouble(random.nextGaussian());
        case 7 -> out.writeFloat(random.nextFloat());
        case 8 -> out.writeUTF("\u00e4\u20ac" + random.nextInt());
        case 9 -> out.writeBytes("plain");
        case 10 -> out.writeChars("\u00e4\u20ac");
        default -> out.write(new byte[] {1, 2, 3, 4, 5}, 1, 3);
      }
    }
    return out;
  }

  private static List<Object> read(DataInput in, long seed) throws IOException {
    Random random = new Random(seed);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      switch (random.nextInt(12)) {
        case 0 -> values.add(in.readLong() + random.nextLong());
        case 1 -> values.add(in.readInt() + random.nextInt());
        case 2 -> values.add(in.readShort() + random.nextInt());
        case 3 -> values.add(in.readUnsignedByte() + random.nextInt());
        case 4 -> values.add(in.readChar() + random.nextInt());
        case 5 -> values.add(in.readBoolean() ^ random.nextBoolean());
        case 6 -> values.add(in.readDouble() + random.nextGaussian());
        case 7 -> values.add(in.readFloat() + random.nextFloat());
        case 8 -> values.add(in.readUTF() + random.nextInt());
        case 9 -> values.add(in.skipBytes(5));
        case 10 -> values.add(in.readUnsignedShort() + in.readChar());
        default -> {
          byte[] three = new byte[3];
          in.readFully(three);
          values.add(three[0] + three[1] + three[2]);
        }
      }
    }
    return values;
  }
}
