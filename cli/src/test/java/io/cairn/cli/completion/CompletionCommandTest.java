package io.cairn.cli.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.cli.CairnMain;
import io.cairn.process.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class CompletionCommandTest {
  private static final long BOUND_SECONDS = 30;

  @TempDir Path dir;

  private static String script(String shell) {
    StringWriter out = new StringWriter();
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    assertEquals(ExitCode.OK, line.execute("completion", shell));
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "cairn che,checkpoint",
    "cairn checkpoint wa,watch",
    "cairn status -o w,wide",
    "cairn checkpoint trigger --wa,--wait",
    "cairn completion z,zsh"
  })
  void bashCompletesCommandsOptionsAndValues(String typed, String want) throws Exception {
    Path script = Files.writeString(dir.resolve("completion"), script("bash"));
    String[] words = typed.split(" ", -1);
    String ask =
        """
        source %s
        COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
        _complete_cairn
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, typed, words.length - 1, typed, typed.length());
    Set<String> offered =
        Set.copyOf(run("bash", "--norc", "-c", ask).lines().map(String::strip).toList());
    assertTrue(offered.contains(want), typed + ": " + offered);
  }

  @Test
  void zshLoadsItsScript() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed");
    Path script = Files.writeString(dir.resolve("completion"), script("zsh"));
    String out = run("zsh", "-f", "-c", "source " + script + " && print -r -- ${_comps[cairn]}");
    assertTrue(out.contains("_complete_cairn"), out);
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path out = dir.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .directory(dir.toFile())
            .start();
    try {
      assertTrue(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS), "the shell does not end");
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
