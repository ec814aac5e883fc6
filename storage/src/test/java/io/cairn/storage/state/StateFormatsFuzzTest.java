package io.cairn.storage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cairn.storage.schema.Schema;
import io.cairn.storage.snapshot.CorruptSnapshotException;
import io.cairn.storage.snapshot.SealedBytes;
import io.cairn.storage.typed.RecordSerializer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Whatever stands in a row of keyed state or in a task's own state, it is read, or refused. */
final class StateFormatsFuzzTest {

  enum Kind {
    SMALL,
    LARGE
  }

  record Part(String name, Optional<Double> share) {}

  /** A component of each form. */
  record Everything(
      long number,
      boolean on,
      Kind kind,
      String text,
      UUID id,
      Instant at,
      Duration length,
      List<Part> parts,
      Set<Integer> numbers,
      Map<String, List<Short>> counts,
      Optional<Part> rest) {}

  private static final RecordSerializer<Everything> RECORDS = RecordSerializer.of(Everything.class);

  @FuzzTest(maxDuration = "2m")
  void aRowWithARecordIsReadOrRefused(byte[] row) throws IOException {
    try {
      Everything read = SerializedForm.read(row, 0, RECORDS);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      RECORDS.write(read, new DataOutputStream(bytes));
      assertEquals(read, SerializedForm.read(bytes.toByteArray(), 0, RECORDS));
    } catch (StateAccessException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith("cannot read a "));
    }
  }

  @FuzzTest(maxDuration = "2m")
  void aRowWithAListIsReadOrRefused(byte[] row) {
    try {
      List<byte[]> values = RocksListState.read(row, Serializers.BYTES);
      int length = values.stream().mapToInt(value -> 2 * Integer.BYTES + value.length).sum();
      assertEquals(row.length, length, "something is lost");
    } catch (StateAccessException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith("cannot read a "));
    }
  }

  /** The input: which of the three formats (1 byte), then what is under the checksum. */
  @FuzzTest(maxDuration = "2m")
  void aTasksOwnStateIsReadOrCorrupt(byte[] octets) throws IOException {
    if (octets.length == 0) {
      return;
    }
    Path file = Files.createTempFile("fuzz", ".state");
    Path again = Files.createTempFile("fuzz", ".state");
    String magic =
        switch (octets[0]) {
          case 0 -> "CRNTASK1";
          case 3 -> "CRNTASK3";
          default -> "CRNTASK2";
        };
    try {
      Files.write(file, SealedBytes.seal(magic, out -> out.write(octets, 1, octets.length - 1)));
      InMemoryTaskState read = InMemoryTaskState.read(file);
      Files.delete(again);
      read.write(again);
      InMemoryTaskState second = InMemoryTaskState.read(again);
      assertEquals(new TreeSet<>(read.names()), new TreeSet<>(second.names()));
      if (read.rows().isPresent()) {
        Files.write(again, read.seal(read.rows().get()));
        assertEquals(read.rows(), InMemoryTaskState.read(again).rows());
      }
    } catch (CorruptSnapshotException corrupt) {
      assertTrue(corrupt.getMessage().contains(file.toString()), corrupt::getMessage);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(again);
    }
  }

  /** A text that is no schema stays what it is: it is compatible with itself alone. */
  @FuzzTest(maxDuration = "2m")
  void anyTextIsASchemaOrAWordOfItsOwn(byte[] octets) {
    String text = new String(octets, StandardCharsets.UTF_8);
    if (text.length() <= Schema.MAX_CHARS) {
      Schema schema = Schema.parse(text);
      assertEquals(text, schema.text());
      assertEquals(schema, Schema.parse(schema.text()));
    }
  }
}
