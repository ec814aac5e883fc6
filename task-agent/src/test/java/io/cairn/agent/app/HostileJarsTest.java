package io.cairn.agent.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar is fetched by its hash, and by nothing that could be a path. */
class HostileJarsTest {
  @TempDir Path directory;

  @Test
  void what_is_no_hash_names_no_file() throws Exception {
    Path jars = Files.createDirectory(directory.resolve("jars"));
    JobJars fetched = new JobJars(new InMemoryBlobStore(), jars);
    for (String name :
        List.of("../outside", "/etc/passwd", "", ".", "a".repeat(63) + "/", "A".repeat(64))) {
      assertThrows(IOException.class, () -> fetched.fetch(name), name);
    }
    try (Stream<Path> all = Files.walk(directory)) {
      assertEquals(2, all.count(), "the two directories");
    }
  }
}
