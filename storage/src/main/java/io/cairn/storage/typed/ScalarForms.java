package io.cairn.storage.typed;

import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The forms of types without parts; numbers are big-endian. */
final class ScalarForms {

  private static final Map<Class<?>, ValueForm> FORMS = new HashMap<>();

  static {
    both(
        boolean.class,
        Boolean.class,
        "boolean",
        (v, out) -> out.writeBoolean(v),
        DataInput::readBoolean);
    both(byte.class, Byte.class, "byte", (v, out) -> out.writeByte(v), DataInput::readByte);
    both(short.class, Short.class, "short", (v, out) -> out.writeShort(v), DataInput::readShort);
    both(char.class, Character.class, "char", (v, out) -> out.writeChar(v), DataInput::readChar);
    both(int.class, Integer.class, "int", (v, out) -> out.writeInt(v), DataInput::readInt);
    both(long.class, Long.class, "long", (v, out) -> out.writeLong(v), DataInput::readLong);
    both(float.class, Float.class, "float", (v, out) -> out.writeFloat(v), DataInput::readFloat);
    both(
        double.class,
        Double.class,
        "double",
        (v, out) -> out.writeDouble(v),
        DataInput::readDouble);
    add(
        String.class,
        "string",
        (value, out) -> Lengths.writeBytes(value.getBytes(StandardCharsets.UTF_8), out),
        in -> new String(Lengths.readBytes(in), StandardCharsets.UTF_8));
    add(byte[].class, "bytes", (v, out) -> Lengths.writeBytes(v, out), Lengths::readBytes);
    add(
        UUID.class,
        "uuid",
        (value, out) -> {
          out.writeLong(value.getMostSignificantBits());
          out.writeLong(value.getLeastSignificantBits());
        },
        in -> new UUID(in.readLong(), in.readLong()));
    add(
        Instant.class,
        "instant",
        (value, out) -> {
          out.writeLong(value.getEpochSecond());
          out.writeInt(value.getNano());
        },
        in -> inRange(Instant::ofEpochSecond, in));
    add(
        Duration.class,
        "duration",
        (value, out) -> {
          out.writeLong(value.getSeconds());
          out.writeInt(value.getNano());
        },
        in -> inRange(Duration::ofSeconds, in));
  }

  private ScalarForms() {}

  private interface OfSeconds<T> {
    T of(long seconds, long nanos);
  }

  private static <T> T inRange(OfSeconds<T> time, DataInput in) throws IOException {
    long seconds = in.readLong();
    int nanos = in.readInt();
    try {
      return time.of(seconds, nanos);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("no time has " + seconds + " s and " + nanos + " ns", e);
    }
  }

  /** The form of a type, or null if it is none of these. */
  static @Nullable ValueForm of(Class<?> type) {
    return FORMS.get(type);
  }

  static String names() {
    return "primitives, String, byte[], UUID, Instant, Duration";
  }

  private static <T> void both(
      Class<?> primitive,
      Class<T> boxed,
      String word,
      ValueForm.Writer<T> writer,
      ValueForm.Reader<T> reader) {
    ValueForm form = ValueForm.of(word, boxed, writer, reader);
    FORMS.put(primitive, form);
    FORMS.put(boxed, form);
  }

  private static <T> void add(
      Class<T> type, String word, ValueForm.Writer<T> writer, ValueForm.Reader<T> reader) {
    FORMS.put(type, ValueForm.of(word, type, writer, reader));
  }
}
