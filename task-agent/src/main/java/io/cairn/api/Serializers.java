package io.cairn.api;

import io.cairn.storage.octets.DeclaredOctets;
import io.cairn.storage.typed.ProtobufSerializer;
import io.cairn.storage.typed.RecordSerializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ready serializers of common types. All are stateless. */
public final class Serializers {
  private static final Serializer<String> STRING =
      of(
          "string",
          (value, out) -> {
            byte[] octets = value.getBytes(StandardCharsets.UTF_8);
            out.writeInt(octets.length);
            out.write(octets);
          },
          in -> new String(readOctets(in), StandardCharsets.UTF_8));
  private static final Serializer<Long> LONG =
      of("long", (value, out) -> out.writeLong(value), DataInput::readLong);
  private static final Serializer<Integer> INT =
      of("int", (value, out) -> out.writeInt(value), DataInput::readInt);
  private static final Serializer<Double> DOUBLE =
      of("double", (value, out) -> out.writeDouble(value), DataInput::readDouble);
  private static final Serializer<Boolean> BOOLEAN =
      of("boolean", (value, out) -> out.writeBoolean(value), DataInput::readBoolean);
  private static final Serializer<byte[]> BYTES =
      of(
          "bytes",
          (value, out) -> {
            out.writeInt(value.length);
            out.write(value);
          },
          Serializers::readOctets);

  private Serializers() {}

  /** Text as its UTF-8 octets. */
  public static Serializer<String> string() {
    return STRING;
  }

  public static Serializer<Long> longs() {
    return LONG;
  }

  public static Serializer<Integer> integers() {
    return INT;
  }

  public static Serializer<Double> doubles() {
    return DOUBLE;
  }

  public static Serializer<Boolean> booleans() {
    return BOOLEAN;
  }

  public static Serializer<byte[]> bytes() {
    return BYTES;
  }

  /**
   * Records by their components: primitives, strings, {@code byte[]}, {@code UUID}, {@code
   * Instant}, {@code Duration}, enums, other records, protobuf messages, and {@code Optional},
   * {@code List}, {@code Set} and {@code Map} of these. No component may be null. State that was
   * written under an older version of the class is still read if the newer one only has further
   * {@code Optional} components at its end, or further constants at the end of its enums. Make it
   * once, not for each value.
   *
   * @throws IllegalArgumentException naming the component that cannot be written
   */
  public static <R extends Record> Serializer<R> records(Class<R> type) {
    RecordSerializer<R> serializer = RecordSerializer.of(type);
    return of(serializer.schema(), serializer::write, serializer::read);
  }

  /**
   * Protobuf messages. State that was written under an older version of the message is still read,
   * unless a field's number has got another type. Make it once, not for each value.
   *
   * @param type a class that protoc has generated; the job brings its protobuf library in its jar
   * @throws IllegalArgumentException if it is not such a class
   */
  public static <M> Serializer<M> messages(Class<M> type) {
    ProtobufSerializer<M> serializer = ProtobufSerializer.of(type);
    return of(serializer.schema(), serializer::write, serializer::read);
  }

  /** A list of at most {@link Integer#MAX_VALUE} values; read back as an unmodifiable list. */
  public static <T> Serializer<List<T>> listOf(Serializer<T> element) {
    return of(
        "list(" + element.schema() + ")",
        (values, out) -> {
          out.writeInt(values.size());
          for (T value : values) {
            element.write(value, out);
          }
        },
        in -> {
          int size = checkedLength(in.readInt());
          List<T> values = new ArrayList<>(Math.min(size, 1024));
          for (int i = 0; i < size; i++) {
            values.add(element.read(in));
          }
          return List.copyOf(values);
        });
  }

  /** A key and a value. */
  public static <K, V> Serializer<Map.Entry<K, V>> pairOf(Serializer<K> key, Serializer<V> value) {
    return of(
        "pair(" + key.schema() + "," + value.schema() + ")",
        (pair, out) -> {
          key.write(pair.getKey(), out);
          value.write(pair.getValue(), out);
        },
        in -> Map.entry(key.read(in), value.read(in)));
  }

  /**
   * A serializer from two functions, for a record class: one writes the fields, one reads them.
   *
   * @param schema names the format; see {@link Serializer#schema}
   */
  public static <T> Serializer<T> of(String schema, Writer<T> writer, Reader<T> reader) {
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
    };
  }

  /** The writing half of a serializer. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  /** The reading half of a serializer. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  private static byte[] readOctets(DataInput in) throws IOException {
    return DeclaredOctets.read(in, in.readInt());
  }

  private static int checkedLength(int length) throws IOException {
    if (length < 0) {
      throw new IOException("length " + length + " is negative: this is not what was written");
    }
    return length;
  }
}
