package io.cairn.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

final class OutputOptionsTest {
  private static final String ANSWER =
      "{\"id\":7,\"name\":\"yes\",\"empty\":[],"
          + "\"nested\":{\"none\":null,\"rows\":[{\"b\":1.5,\"a\":true}]}}";

  @Command(name = "shown")
  static final class Shown implements Callable<Integer> {
    @Mixin private OutputOptions output = new OutputOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
      JsonNode answer = new ObjectMapper().readTree(ANSWER);
      output.show(spec, answer, (tree, look) -> List.of("7 " + (look.wide() ? "wide" : "table")));
      return ExitCode.OK;
    }
  }

  private static String run(String... args) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new Shown()).setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true));
    assertEquals(ExitCode.OK, line.execute(args));
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource({"table,7 table", "wide,7 wide", "WIDE,7 wide"})
  void aPersonReadsLines(String format, String want) {
    assertEquals(want + "\n", run("-o", format));
  }

  @Test
  void jsonIsTheAnswerInItsOwnOrder() throws Exception {
    String json = run("--output=json");
    assertEquals(ANSWER, new ObjectMapper().readTree(json).toString());
  }

  @Test
  void yamlHasTheSameKeysInTheSameOrderAndQuotesWhatYamlWouldTakeForAnotherType() {
    assertEquals(
        """
        id: 7
        name: 'yes'
        empty: []
        nested:
          none: null
          rows:
          - b: 1.5
            a: true
        """,
        run("-o", "yaml"));
  }
}
