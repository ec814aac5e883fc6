package io.cairn.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.CliException;
import io.cairn.cli.output.OutputOptions;
import io.cairn.cli.terminal.Look;
import io.cairn.cli.terminal.Table;
import io.cairn.process.ExitCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every admin command takes: where the cluster is, and how to print the answer. */
public final class AdminOptions {
  @Option(
      names = "--coordinators",
      paramLabel = "ADDRESSES",
      defaultValue = "${env:CAIRN_COORDINATORS}",
      description = {
        "Admin addresses of the coordinators: HOST:PORT,...",
        "(or set CAIRN_COORDINATORS, or write them into",
        "~/.config/cairn/config.yaml)."
      })
  private @Nullable String coordinators;

  @Mixin private TlsOptions tls = new TlsOptions();

  @Mixin private TokenOption token = new TokenOption();

  @Mixin private OutputOptions output = new OutputOptions();

  /** One call to the cluster. */
  public interface Call {
    JsonNode with(AdminClient client) throws InterruptedException;
  }

  /** How an answer becomes a line or some: for commands whose answer is no table. */
  public interface View {
    Iterable<String> lines(JsonNode answer);
  }

  /**
   * Asks the cluster.
   *
   * @throws CliException with one line, when nobody answers or the answer is a refusal
   */
  public JsonNode ask(Call call) throws InterruptedException {
    AdminClient client = client();
    try {
      return call.with(client);
    } catch (AdminException e) {
      throw failed(e);
    }
  }

  /**
   * A client for whoever asks more than once.
   *
   * @throws CliException when no address is given, or one is wrong
   */
  public AdminClient client() {
    String addresses = coordinators;
    ClientConfig config =
        ClientConfig.read(System.getenv(), Path.of(System.getProperty("user.home", "")));
    if (addresses == null || addresses.isBlank()) {
      addresses = config.addresses().orElse("");
    }
    if (addresses.isBlank()) {
      throw new CliException(
          ExitCode.USAGE,
          "where is the cluster? Give --coordinators HOST:PORT,... or set CAIRN_COORDINATORS"
              + " ('cairn dev' prints such a line)");
    }
    try {
      return AdminClient.parse(addresses, tls.context(config))
          .within(AdminClient.PERSON_BOUND)
          .as(token.find(System.getenv(), config.tokenFile()));
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "--coordinators: " + e.getMessage(), e);
    }
  }

  /** The same failure as the end of a command. */
  public static CliException failed(AdminException e) {
    int code = e.isForbidden() ? ExitCode.NOT_PERMITTED : ExitCode.FAILED;
    return new CliException(code, String.valueOf(e.getMessage()), e);
  }

  /** How answers are printed. */
  public OutputOptions output() {
    return output;
  }

  /** Prints an answer that is a line or some. */
  public void show(CommandSpec spec, JsonNode answer, View view) {
    output.show(spec, answer, (tree, look) -> view.lines(tree));
  }

  /** For an answer with a table, which is another when wide. */
  public void show(CommandSpec spec, JsonNode answer, OutputOptions.Drawing drawing) {
    output.show(spec, answer, drawing);
  }

  /** The rows of a table for each element of an array. */
  interface Row {
    void add(Table table, JsonNode element);
  }

  static Iterable<String> table(Table table, JsonNode array, Row row, Look look) {
    array.forEach(element -> row.add(table, element));
    return table.lines(look);
  }

  /** A path segment that a person typed: letters, digits and {@code -_} only. */
  public static String segment(String what, String typed) {
    if (!typed.matches("[A-Za-z0-9_-]{1,80}")) {
      throw new CliException(ExitCode.USAGE, "'" + typed + "' is no " + what);
    }
    return typed;
  }
}
