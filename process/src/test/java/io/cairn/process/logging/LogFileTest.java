package io.cairn.process.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path directory;

  @Test
  void goes_on_with_its_file_and_turns_it_over_when_it_is_full() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    try (LogFile log = LogFile.open("test.audit", file)) {
      log.write("{\"a\":\"{}\"}");
    }
    try (LogFile log = LogFile.open("test.audit", file)) {
      log.write("second");
    }
    assertEquals(List.of("{\"a\":\"{}\"}", "second"), Files.readAllLines(file));
    try (LogFile log = LogFile.open("test.audit", file, 1)) {
      // Logback looks at the size again only after a while.
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (!Files.exists(directory.resolve("audit.jsonl.1"))) {
        log.write("x".repeat(100));
        assertTrue(System.nanoTime() < deadline, "the file is not turned over");
      }
    }
    assertTrue(Files.readAllLines(directory.resolve("audit.jsonl.1")).contains("second"));
  }
}
