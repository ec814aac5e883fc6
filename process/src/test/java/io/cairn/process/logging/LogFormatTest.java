package io.cairn.process.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.process.config.ConfigException;
import io.cairn.process.config.ConfigFile;
import io.cairn.process.config.ConfigSection;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogFormatTest {
  @TempDir Path directory;

  private LogFormat read(String yaml) throws Exception {
    ConfigSection top =
        ConfigFile.read(Files.writeString(directory.resolve("f.yaml"), "id: a\n" + yaml));
    String unused = top.text("id");
    LogFormat format = LogFormat.read(top);
    top.rejectUnknownKeys();
    return format;
  }

  @Test
  void is_plain_unless_the_file_says_json() throws Exception {
    assertEquals(LogFormat.PLAIN, read(""));
    assertEquals(LogFormat.PLAIN, read("log: {format: plain}"));
    assertEquals(LogFormat.JSON, read("log: {format: json}"));
    ConfigException wrong = assertThrows(ConfigException.class, () -> read("log: {format: xml}"));
    assertTrue(String.valueOf(wrong.getMessage()).contains("format: should be plain or json"));
  }

  /** What is said in JSON, by a process of its own: it changes the loggers for good. */
  @Test
  void says_in_fields_what_a_line_is_about() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Speaker.class.getName())
            .start();
    try {
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      List<String> lines = said.lines().toList();
      assertEquals(2, lines.size(), said);
      JsonNode first = new ObjectMapper().readTree(lines.get(0));
      assertEquals("checkpoint 5 is late", first.path("message").asText());
      assertEquals(7, first.path("job").asInt());
      assertEquals(5, first.path("checkpoint").asInt());
      assertEquals("map/0", first.path("task").asText());
      assertEquals("a1", first.path("node").asText());
      assertEquals("INFO", first.path("level").asText());
      JsonNode second = new ObjectMapper().readTree(lines.get(1));
      assertTrue(second.path("stack_trace").asText().contains("IllegalStateException: no\n\tat"));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Says two lines. */
  static final class Speaker {
    private Speaker() {}

    public static void main(String[] args) {
      System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
      LogFormat.JSON.use("a1");
      Logger log = LoggerFactory.getLogger("io.cairn.Speaker");
      MDC.put(LogFields.TASK, "map/0");
      log.atInfo()
          .addKeyValue(LogFields.JOB, 7)
          .addKeyValue(LogFields.CHECKPOINT, 5)
          .log("checkpoint {} is late", 5);
      log.warn("two\nlines", new IllegalStateException("no"));
    }
  }
}
