package io.cairn.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveNarratorTest {
  @Test
  void aLongLineIsBrokenAtBlanksSoThatTheTerminalDoesNotBreakIt() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (LiveNarrator live =
        new LiveNarrator(new PrintStream(bytes, true, StandardCharsets.UTF_8), false)) {
      live.status(List.of("block"));
      live.say("SIGKILL leader c3 ".repeat(8) + "\nits last words");
    }
    String shown =
        bytes
            .toString(StandardCharsets.UTF_8)
            .replaceAll("\u001b\\[[?0-9]*[a-zA-Z]", "")
            .replace("\r", "");
    List<String> lines = shown.lines().toList();
    lines.forEach(line -> assertTrue(line.length() < 80, line));
    assertEquals(5, lines.size(), shown);
    assertTrue(lines.get(2).startsWith("        SIGKILL"), shown);
    assertEquals("        its last words", lines.get(3));
    assertEquals("block", lines.get(4));
  }
}
