package io.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class UsageErrorsTest {
  private static String errorOf(String... args) {
    StringWriter err = new StringWriter();
    CommandLine line = CairnMain.commandLine();
    line.setErr(new PrintWriter(err, true));
    assertEquals(ExitCode.USAGE, line.execute(args));
    return err.toString();
  }

  @Test
  void whatIsUnknownIsNamedWithTheNearestRightWords() {
    assertEquals(
        "cairn: unknown command 'statu'. Did you mean: cairn status or cairn coordinator?"
            + " Try 'cairn --help'.\n",
        errorOf("statu"));
    assertEquals(
        "cairn: unknown option '--foo'. Try 'cairn demo --help'.\n", errorOf("demo", "--foo"));
    assertEquals(
        "cairn: unknown argument 'extra'. Try 'cairn demo --help'.\n", errorOf("demo", "extra"));
  }

  @Test
  void aWrongValueIsSaidWithTheRightOnesAsTheyAreTyped() {
    assertEquals(
        "cairn: Invalid value for option '--kill': expected one of leader, agent, both, none"
            + " but was 'x'. Try 'cairn demo --help'.\n",
        errorOf("demo", "--kill", "x"));
    assertEquals(
        "cairn: Invalid value for option '--seed': 'x' is not a whole number."
            + " Try 'cairn demo --help'.\n",
        errorOf("demo", "--seed", "x"));
    assertEquals(
        "cairn: Missing required option: '--config=FILE'. Try 'cairn agent --help'.\n",
        errorOf("agent"));
  }
}
