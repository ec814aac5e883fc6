package io.cairn.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.terminal.Look;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The mixin of every command that prints an answer. */
public final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, wide, json or yaml (default ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  /** How an answer becomes lines for a person. */
  @FunctionalInterface
  public interface Drawing {
    /** The lines, without line ends. */
    Iterable<String> lines(JsonNode answer, Look look);
  }

  /** The format that was asked for. */
  public Format format() {
    return format;
  }

  /** Prints the answer to the command's standard output. */
  public void show(CommandSpec spec, JsonNode answer, Drawing drawing) {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case JSON -> out.println(answer.toPrettyString());
      case YAML -> out.print(Yaml.of(answer));
      case TABLE, WIDE -> drawing.lines(answer, look()).forEach(out::println);
    }
    out.flush();
  }

  /** How lines for a person are drawn now. */
  public Look look() {
    return Look.ofThisProcess(format == Format.WIDE);
  }
}
