package io.cairn.storage.typed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.cairn.storage.state.Serializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordSerializerTest {

  enum Kind {
    SMALL,
    LARGE {
      @Override
      public String toString() {
        return "a constant with a body";
      }
    }
  }

  private record Leg(String from, String to, Optional<Double> miles) {}

  private record Flags(boolean yes, byte b, short s, char c, float f) {}

  private record Boxed(Boolean yes, Integer i, Long l) {}

  @SuppressWarnings("ArrayRecordComponent") // compared apart
  record Flight(
      long number,
      int delay,
      double share,
      String carrier,
      byte[] tag,
      Kind kind,
      List<Leg> legs,
      Map<String, List<Integer>> counts,
      Set<Kind> kinds,
      Optional<Leg> diverted,
      Flags flags,
      Boxed boxed,
      UUID id,
      Instant at,
      Duration took,
      Timestamp stamp) {}

  private static Flight flight() {
    Map<String, List<Integer>> counts = new LinkedHashMap<>();
    counts.put("b", List.of(2, 300_000));
    counts.put("a", List.of());
    return new Flight(
        1L << 40,
        -5,
        0.25,
        "Zürich ✈",
        new byte[] {1, 2},
        Kind.LARGE,
        List.of(new Leg("DFW", "IAD", Optional.of(1172.0)), new Leg("", "x", Optional.empty())),
        counts,
        new LinkedHashSet<>(List.of(Kind.LARGE, Kind.SMALL)),
        Optional.empty(),
        new Flags(true, (byte) -1, (short) -2, 'é', 1.5f),
        new Boxed(false, 7, -8L),
        new UUID(1, 2),
        Instant.ofEpochSecond(-1, 5),
        Duration.ofMillis(-1),
        Timestamp.newBuilder().setSeconds(9).build());
  }

  @Test
  void recordsAreReadBackEqual() throws IOException {
    RecordSerializer<Flight> serializer = RecordSerializer.of(Flight.class);
    Flight flight = flight();
    Flight read = read(serializer, write(serializer, flight));
    assertArrayEquals(flight.tag(), read.tag());
    assertEquals(flight.legs(), read.legs());
    assertEquals(List.copyOf(flight.counts().keySet()), List.copyOf(read.counts().keySet()));
    assertEquals(flight.counts(), read.counts());
    assertEquals(flight.kinds(), read.kinds());
    assertEquals(flight.flags(), read.flags());
    assertEquals(flight.boxed(), read.boxed());
    assertEquals(
        flight.toString().replaceAll("tag=[^,]*", ""), read.toString().replaceAll("tag=[^,]*", ""));
    assertThrows(UnsupportedOperationException.class, () -> read.legs().clear());
  }

  @Test
  void bytesAndSchemaAreThoseOfTheGoldenFile() throws IOException {
    RecordSerializer<Flight> serializer = RecordSerializer.of(Flight.class);
    String[] golden;
    try (InputStream in = getClass().getResourceAsStream("/golden/record-1.txt")) {
      golden = new String(in.readAllBytes(), UTF_8).strip().split("\n");
    }
    assertEquals(golden[0], serializer.schema());
    assertEquals(golden[1], HexFormat.of().formatHex(write(serializer, flight())));
    Flight read = read(serializer, HexFormat.of().parseHex(golden[1]));
    assertEquals(flight().legs(), read.legs());
  }

  private record Before(int a, Before.Inner inner) {
    private record Inner(String x) {}
  }

  private record After(int a, After.Inner inner, Optional<String> added) {
    private record Inner(String x, Optional<List<Long>> y) {}
  }

  @Test
  void rowsOfAnOlderVersionLackTheLastComponents() throws IOException {
    byte[] old = write(RecordSerializer.of(Before.class), new Before(3, new Before.Inner("x")));
    After after = read(RecordSerializer.of(After.class), old);
    assertEquals(new After(3, new After.Inner("x", Optional.empty()), Optional.empty()), after);
    byte[] now = write(RecordSerializer.of(After.class), after);
    assertThrows(IOException.class, () -> read(RecordSerializer.of(Before.class), now));
  }

  @Test
  void everyTruncationIsNoticed() throws IOException {
    RecordSerializer<Flight> serializer = RecordSerializer.of(Flight.class);
    byte[] whole = write(serializer, flight());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(EOFException.class, () -> read(serializer, part), "at " + length);
    }
  }

  private record Nullable(String name, Optional<String> perhaps) {}

  @Test
  void nullIsRefusedNamingTheComponent() {
    RecordSerializer<Nullable> serializer = RecordSerializer.of(Nullable.class);
    NullPointerException refusal =
        assertThrows(
            NullPointerException.class,
            () -> write(serializer, new Nullable(null, Optional.empty())));
    assertTrue(refusal.getMessage().contains("component name is null"), refusal.getMessage());
  }

  private record Checked(int positive) {
    private Checked {
      if (positive < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  @Test
  void constructorsCheckWhatIsRead() throws IOException {
    RecordSerializer<Checked> serializer = RecordSerializer.of(Checked.class);
    byte[] bytes = write(serializer, new Checked(1));
    bytes[1] = (byte) 0x80;
    assertThrows(IllegalArgumentException.class, () -> read(serializer, bytes));
  }

  private record Unsupported(int a, Unsupported.Deeper deeper) {
    private record Deeper(List<Thread> threads) {}
  }

  private record Node(int value, Optional<Node> next) {}

  private record Generic<T>(T value) {}

  private record HoldsGeneric(Generic<String> generic) {}

  @Test
  void classesThatCannotBeWrittenAreRefusedNamingTheComponent() {
    assertUnsupported(Unsupported.class, "Deeper.threads: java.lang.Thread cannot be written");
    assertUnsupported(Node.class, "Node contains itself");
    assertUnsupported(HoldsGeneric.class, "HoldsGeneric.generic");
    assertUnsupported(Generic.class, "type parameters");
  }

  private static void assertUnsupported(Class<? extends Record> type, String message) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> RecordSerializer.of(type));
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  static <T> byte[] write(Serializer<T> serializer, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    serializer.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static <T> T read(Serializer<T> serializer, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    T value = serializer.read(in);
    assertEquals(0, in.available(), "bytes are left");
    return value;
  }
}
