package io.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CommandLineTest {
  private static final String HEADER =
      "departure_local,delay_minutes,distance_miles,origin,destination\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path dir;

  private int run(String... args) {
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @Test
  void helpNamesEveryCommandWithinEightyColumns() {
    assertEquals(ExitCode.OK, run("--help"));
    for (String command :
        List.of("demo", "dev", "status", "leader", "job", "checkpoint", "coordinator", "agent")) {
      assertTrue(out.toString().contains("\n  " + command + " "), command);
      assertEquals(ExitCode.OK, run(command, "--help"));
    }
    out.toString().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void aMistypedCommandIsAUsageErrorWithAHint() {
    assertEquals(ExitCode.USAGE, run("statos"));
    assertTrue(err.toString().contains("Did you mean: cairn status"), err.toString());
  }

  @Test
  void withoutAnAddressTheCommandSaysHowToGiveOne() {
    assertEquals(ExitCode.USAGE, run("leader", "show", "--coordinators", ""));
    assertTrue(err.toString().contains("set CAIRN_COORDINATORS"), err.toString());
    assertEquals(1, err.toString().lines().count());
  }

  @Test
  void aWrongAddressIsAUsageError() {
    assertEquals(ExitCode.USAGE, run("status", "--coordinators", "localhost"));
    assertTrue(err.toString().contains("'localhost' lacks a port"), err.toString());
  }

  @Test
  void theDemoRejectsAMissingInput() {
    Path missing = dir.resolve("none.csv");
    assertEquals(ExitCode.USAGE, run("demo", "--input", missing.toString()));
    assertEquals("cairn: --input: " + missing + ": there is no such file", oneLine());
  }

  @Test
  void theDemoRejectsAnEmptyInput() throws Exception {
    Path empty = Files.createFile(dir.resolve("empty.csv"));
    assertEquals(ExitCode.USAGE, run("demo", "--input", empty.toString()));
    assertEquals("cairn: --input: " + empty + ": it is empty", oneLine());
  }

  @Test
  void theDemoNamesTheFirstBrokenLine() throws Exception {
    Path broken = dir.resolve("broken.csv");
    Files.writeString(broken, HEADER + "2001-01-01T00:47,66,1750,DTW,LAS\nnonsense\n");
    assertEquals(ExitCode.USAGE, run("demo", "--input", broken.toString()));
    assertTrue(oneLine().startsWith("cairn: --input: " + broken + ":3: "), oneLine());
  }

  @Test
  void theDemoRejectsAReportThatCannotBeWritten() {
    Path nowhere = dir.resolve("no").resolve("out.json");
    assertEquals(ExitCode.USAGE, run("demo", "--json", nowhere.toString()));
    assertEquals("cairn: --json: " + nowhere + " cannot be written", oneLine());
  }

  @Test
  void aStackTraceIsShownOnlyOnRequest() {
    run("status", "--coordinators", "localhost");
    assertFalse(err.toString().contains("\tat "));
    run("status", "--stacktrace", "--coordinators", "localhost");
    assertTrue(err.toString().contains("\tat "));
  }

  private String oneLine() {
    assertEquals(1, err.toString().lines().count(), err.toString());
    return err.toString().strip();
  }
}
