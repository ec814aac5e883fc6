package io.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.ExitCode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The second half of docs/cli.md is what the commands say of themselves. To write it anew: {@code
 * mvn -pl cli test -Dtest=CliReferenceTest -Dcairn.reference=write}.
 */
final class CliReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");
  private static final String BEGIN = "<!-- From here on written by CliReferenceTest. -->\n";
  private static final String HOW =
      "run: mvn -pl cli test -Dtest=CliReferenceTest -Dcairn.reference=write";

  @Test
  void theReferenceIsWhatTheCommandsSay() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    assertTrue(begin > 0, PAGE + " lacks the line " + BEGIN);
    String wanted = page.substring(0, begin + BEGIN.length()) + reference();
    if ("write".equals(System.getProperty("cairn.reference"))) {
      Files.writeString(PAGE, wanted);
      return;
    }
    assertEquals(wanted, page, HOW);
  }

  @Test
  void everyExitCodeIsInTheTable() throws Exception {
    String page = Files.readString(PAGE);
    for (Field field : ExitCode.class.getFields()) {
      String row = "\n| " + field.getInt(null) + " | ";
      assertTrue(page.contains(row), field.getName() + " lacks a row in " + PAGE);
    }
  }

  private static String reference() {
    StringBuilder text = new StringBuilder();
    HelpTest.commands().forEach(command -> section(text, command));
    return text.toString();
  }

  private static void section(StringBuilder text, CommandLine command) {
    text.append("\n### ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
    HelpTest.usage(command).lines().forEach(line -> text.append(line.stripTrailing()).append('\n'));
    text.append("```\n");
  }
}
