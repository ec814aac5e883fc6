package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.CliException;
import io.cairn.cli.terminal.Table;
import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every admin command takes: where the cluster is, and how to print the answer. */
public final class AdminOptions {
  /** How an answer is printed. */
  enum Format {
    /** For people, 80 columns. */
    TABLE,
    /** As the coordinator gave it, for programs. */
    JSON
  }

  @Option(
      names = "--coordinators",
      paramLabel = "ADDRESSES",
      defaultValue = "${env:CAIRN_COORDINATORS}",
      description =
          "Admin addresses of the coordinators: HOST:PORT,... (or set CAIRN_COORDINATORS).")
  private @Nullable String coordinators;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json.")
  private Format format = Format.TABLE;

  /** One call to the cluster. */
  interface Call {
    JsonNode with(AdminClient client) throws InterruptedException;
  }

  /** How an answer becomes a table. */
  interface View {
    Iterable<String> lines(JsonNode answer);
  }

  JsonNode ask(Call call) throws InterruptedException {
    if (coordinators == null || coordinators.isBlank()) {
      throw new CliException(
          ExitCode.USAGE,
          "where is the cluster? Give --coordinators HOST:PORT,... or set CAIRN_COORDINATORS"
              + " ('cairn dev' prints such a line)");
    }
    AdminClient client;
    try {
      client = AdminClient.parse(coordinators);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "--coordinators: " + e.getMessage(), e);
    }
    try {
      return call.with(client);
    } catch (AdminException e) {
      throw new CliException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  void show(CommandSpec spec, JsonNode answer, View view) {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      out.println(answer.toPrettyString());
    } else {
      view.lines(answer).forEach(out::println);
    }
    out.flush();
  }

  /** The rows of a table for each element of an array. */
  interface Row {
    void add(Table table, JsonNode element);
  }

  static Iterable<String> table(Table table, JsonNode array, Row row) {
    array.forEach(element -> row.add(table, element));
    return table.lines();
  }

  /** A path segment that a person typed: letters, digits and {@code -_} only. */
  static String segment(String what, String typed) {
    if (!typed.matches("[A-Za-z0-9_-]{1,80}")) {
      throw new CliException(ExitCode.USAGE, "'" + typed + "' is no " + what);
    }
    return typed;
  }
}
