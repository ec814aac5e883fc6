package io.cairn.storage.state;

import io.cairn.storage.octets.DeclaredOctets;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Serializers of the usual types. */
public final class Serializers {

  /** 8 bytes, big-endian. */
  public static final Serializer<Long> LONG =
      of("long", (value, out) -> out.writeLong(value), DataInput::readLong);

  /** 4 bytes, big-endian. */
  public static final Serializer<Integer> INT =
      of("int", (value, out) -> out.writeInt(value), DataInput::readInt);

  /** 8 bytes, IEEE 754, big-endian. */
  public static final Serializer<Double> DOUBLE =
      of("double", (value, out) -> out.writeDouble(value), DataInput::readDouble);

  /** Length as an int, then the bytes. The array that is read is new. */
  public static final Serializer<byte[]> BYTES =
      of("bytes", Serializers::writeBytes, Serializers::readBytes);

  /** Length as an int, then UTF-8. */
  public static final Serializer<String> STRING =
      of(
          "string",
          (value, out) -> writeBytes(value.getBytes(StandardCharsets.UTF_8), out),
          in -> new String(readBytes(in), StandardCharsets.UTF_8));

  private Serializers() {}

  private interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  private static <T> Serializer<T> of(String schema, Writer<T> writer, Reader<T> reader) {
    return new Serializer<>() {
      @Override
      public void write(T value, DataOutput out) throws IOException {
        writer.write(value, out);
      }

      @Override
      public T read(DataInput in) throws IOException {
        return reader.read(in);
      }

      @Override
      public String schema() {
        return schema;
      }

      @Override
      public String toString() {
        return "Serializer[" + schema + "]";
      }
    };
  }

  private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    return DeclaredOctets.read(in, in.readInt());
  }
}
