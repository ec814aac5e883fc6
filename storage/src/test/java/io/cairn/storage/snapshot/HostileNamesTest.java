package io.cairn.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairn.storage.blob.BlobPath;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that would lead out of a root are refused, wherever they come from. */
final class HostileNamesTest {
  private static final List<String> HOSTILE =
      List.of(
          "../outside",
          "a/../../outside",
          "..",
          ".",
          "a/..",
          "./a",
          "/etc/passwd",
          "//host/share",
          "a//b",
          "a/",
          "",
          "a\\..\\..\\outside",
          "C:\\outside",
          "a\0b",
          "a\nb",
          "a b",
          "~root",
          "%2e%2e/outside",
          "\u2025/outside",
          "a".repeat(BlobPath.MAX_LENGTH + 1));

  @TempDir Path directory;

  @Test
  void a_file_of_a_snapshot_cannot_be_placed_outside() {
    for (String name : HOSTILE) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SnapshotFile(name, new UUID(1, 2), 1, 0, true),
          name);
    }
  }

  @Test
  void an_index_that_somebody_has_forged_is_refused_when_it_is_read() throws Exception {
    for (String name : HOSTILE) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeUTF(name);
        out.write(new byte[16 + 8 + 4 + 1]);
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
      assertThrows(IllegalArgumentException.class, () -> SnapshotFileCodec.read(in), name);
    }
  }

  @Test
  void a_blob_store_reads_writes_and_deletes_below_its_root_only() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Path outside = Files.writeString(directory.resolve("outside"), "mine");
    try (BlobStore store = BlobStores.open(root.toUri(), Map.of())) {
      store.create("inside").close();
      for (String name : HOSTILE) {
        assertThrows(IllegalArgumentException.class, () -> store.create(name), name);
        assertThrows(IllegalArgumentException.class, () -> store.open(name), name);
        assertThrows(IllegalArgumentException.class, () -> store.exists(name), name);
        assertThrows(IllegalArgumentException.class, () -> store.delete(name), name);
        assertThrows(IllegalArgumentException.class, () -> store.deleteTree(name), name);
        assertThrows(IllegalArgumentException.class, () -> store.publish("inside", name), name);
        assertThrows(IllegalArgumentException.class, () -> store.publish(name, "other"), name);
        if (!name.isEmpty()) { // which is the root
          assertThrows(IllegalArgumentException.class, () -> store.list(name), name);
        }
      }
    }
    assertEquals("mine", Files.readString(outside));
    assertEquals(List.of("outside", "root"), names(directory));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
