package io.cairn.cli.token;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import io.cairn.process.security.Role;
import io.cairn.process.security.SharedSecret;
import io.cairn.process.security.StoredToken;
import io.cairn.process.security.Token;
import io.cairn.process.security.TokenList;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn token ...}. */
@Command(
    name = "token",
    description = "Make, list and revoke tokens of people and scripts.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Which file a command is about. */
  static final class TokenFile {
    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The token file.")
    private Path path = Path.of("");

    Path path() {
      return path;
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "create",
      description = {
        "Make a token. It is printed on standard output, this once; nobody can find it",
        "out again. What coordinators need is a line with its hash, for the file that",
        "'security.tokens' names: with --file it is added there, else printed on",
        "standard error. Coordinators see a changed file within a second."
      },
      footer = {
        "",
        "Examples:",
        "  cairn token create ada --role admin --file /etc/cairn/tokens",
        "  cairn token create ci --role operator --file tokens >ci.token"
      },
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(
              paramLabel = "NAME",
              description = "Whose it is: histories and the audit log show it.")
          String name,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "viewer, operator or admin.")
          Role role,
      @Option(
              names = "--file",
              paramLabel = "FILE",
              description = "The token file; made if it is not there.")
          @Nullable Path file) {
    String token = Token.create();
    StoredToken stored;
    try {
      String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      stored = new StoredToken(name, role, Token.hash(token), now);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    PrintWriter err = spec.commandLine().getErr();
    if (file == null) {
      err.println("add this line to the token file of every coordinator:");
      err.println(stored.line());
    } else {
      write(file, (Files.exists(file) ? read(file) : TokenList.EMPTY).with(stored));
      err.println("added to " + file + ": " + stored.line());
    }
    err.flush();
    spec.commandLine().getOut().println(token);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      description = "Show whose tokens a file holds. The tokens themselves are in no file.",
      footer = {"", "Examples:", "  cairn token list --file /etc/cairn/tokens"},
      mixinStandardHelpOptions = true)
  int list(@Mixin TokenFile of) {
    Path file = of.path();
    PrintWriter out = spec.commandLine().getOut();
    out.println("%-24s %-9s %-9s %s".formatted("NAME", "ROLE", "ID", "CREATED"));
    for (StoredToken token : read(file).tokens()) {
      out.println(
          "%-24s %-9s %-9s %s"
              .formatted(token.name(), token.role().word(), token.id(), token.created())
              .stripTrailing());
    }
    out.flush();
    return ExitCode.OK;
  }

  @Command(
      name = "revoke",
      description = {
        "Take the tokens of a name out of a file. They are worth nothing within a",
        "second, where this file is read. Do it on every coordinator."
      },
      footer = {
        "",
        "Examples:",
        "  cairn token revoke ada --file /etc/cairn/tokens",
        "  cairn token revoke ci --id 1f0c22ab --file /etc/cairn/tokens"
      },
      mixinStandardHelpOptions = true)
  int revoke(
      @Parameters(paramLabel = "NAME", description = "Whose they are.") String name,
      @Option(
              names = "--id",
              paramLabel = "ID",
              defaultValue = "",
              description = "Only the one that 'cairn token list' shows with this id.")
          String id,
      @Mixin TokenFile of) {
    Path file = of.path();
    TokenList before = read(file);
    TokenList after = before.without(name, id);
    int revoked = before.tokens().size() - after.tokens().size();
    if (revoked == 0) {
      throw new CliException(
          ExitCode.FAILED,
          file
              + " holds no token of "
              + name
              + (id.isEmpty() ? "" : " with the id " + id)
              + "; 'cairn token list' shows all");
    }
    write(file, after);
    spec.commandLine().getOut().println("revoked " + revoked + " of " + name);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  @Command(
      name = "secret",
      description = {
        "Write a new secret into a new file, readable by its owner only: for",
        "'security.agentSecret' and 'security.coordinatorSecret'. Copy the file to",
        "where it is needed."
      },
      footer = {"", "Examples:", "  cairn token secret /etc/cairn/agent.secret"},
      mixinStandardHelpOptions = true)
  int secret(@Parameters(paramLabel = "FILE", description = "Must not be there yet.") Path file) {
    try {
      SharedSecret.create(file);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.USAGE, file + " is there already, and is left as it is; name another", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, file + ": cannot be written: " + e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private static TokenList read(Path file) {
    try {
      return TokenList.read(file);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static void write(Path file, TokenList tokens) {
    try {
      tokens.write(file);
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
