package io.cairn.cli.tls;

import io.cairn.cli.CliException;
import io.cairn.process.ExitCode;
import io.cairn.process.tls.CertificateAuthority;
import io.cairn.process.tls.CertificateAuthority.Validity;
import io.cairn.process.tls.PeerName;
import io.cairn.process.tls.TlsFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn tls ...}. */
@Command(
    name = "tls",
    description = "Make an authority, and certificates for the processes of a cluster.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class TlsCommand implements Runnable {
  private static final int LONGEST_DAYS = 36_500;

  /** Clocks of other machines may be behind. */
  private static final Duration EARLIER = Duration.ofHours(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  /** What somebody with a certificate is. */
  enum Kind {
    COORDINATOR,
    AGENT,
    PERSON
  }

  /** Where an authority lies. */
  static final class Place {
    @Parameters(index = "0", paramLabel = "DIR", description = "Directory of the authority.")
    private Path directory = Path.of("");

    AuthorityDirectory open() {
      return new AuthorityDirectory(directory);
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "init",
      description = {
        "Make an authority: authorities.pem for all, authority.key for nobody.",
        "",
        "Whoever has authority.key can become any process of the cluster. Keep it",
        "away from the machines on which the cluster runs."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  cairn tls init ca"})
  int init(
      @Mixin Place place,
      @Option(
              names = "--name",
              paramLabel = "TEXT",
              defaultValue = "cairn authority",
              description = "Its name in certificates (${DEFAULT-VALUE}).")
          String name,
      @Option(
              names = "--days",
              paramLabel = "N",
              defaultValue = "3650",
              description = "How long it counts (${DEFAULT-VALUE}).")
          int days) {
    try {
      place.open().create(CertificateAuthority.create(name, validity(days)));
    } catch (IOException e) {
      throw failed(e);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "'" + name + "' cannot be the name of an authority");
    }
    say("made " + place.open().authorities() + " (give it to every process and client)");
    say("made " + place.open().authorityKey() + " (keep it secret, and away from the cluster)");
    return ExitCode.OK;
  }

  @Command(
      name = "issue",
      description = {
        "Issue a certificate to a coordinator, an agent or a person.",
        "",
        "Writes ID.pem and ID.key; again, with a new key, when they are there. Hosts",
        "are all names and addresses by which others connect to the process: those",
        "of its addresses in the configuration, and what people call it by."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  cairn tls issue ca coordinator c1 c1.example 10.0.0.1",
        "  cairn tls issue ca agent a1 10.0.0.11",
        "  cairn tls issue ca person ada --out ~/.config/cairn"
      })
  int issue(
      @Mixin Place place,
      @Parameters(index = "1", paramLabel = "KIND", description = "coordinator, agent or person.")
          Kind kind,
      @Parameters(index = "2", paramLabel = "ID", description = "As in its configuration.")
          String id,
      @Parameters(
              index = "3..*",
              paramLabel = "HOST",
              arity = "0..*",
              description = "Names and addresses; none for a person.")
          List<String> hosts,
      @Option(
              names = "--days",
              paramLabel = "N",
              defaultValue = "365",
              description = "How long it counts (${DEFAULT-VALUE}).")
          int days,
      @Option(names = "--out", paramLabel = "DIR", description = "Write it there (DIR).")
          Path out) {
    List<String> names = hosts == null ? List.of() : hosts;
    if (kind != Kind.PERSON && names.isEmpty()) {
      throw new CliException(
          ExitCode.USAGE, "others connect to it: give every HOST by which they do");
    }
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")) {
      throw new CliException(
          ExitCode.USAGE, "'" + id + "' should be 1 to 64 of A-Z a-z 0-9 . _ @ -");
    }
    PeerName peer = new PeerName(kind.name().toLowerCase(Locale.ROOT), id);
    AuthorityDirectory directory = place.open();
    try {
      List<Path> written =
          directory.write(
              id,
              directory.read().issue(peer, names, validity(days)),
              out == null ? directory.path() : out);
      written.forEach(file -> say("wrote " + file));
      return ExitCode.OK;
    } catch (IOException e) {
      throw failed(e);
    } catch (TlsFileException e) {
      throw new CliException(ExitCode.FAILED, e.getMessage() + "; 'cairn tls init' makes one", e);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static Validity validity(int days) {
    if (days < 1 || days > LONGEST_DAYS) {
      throw new CliException(ExitCode.USAGE, "--days should be in 1.." + LONGEST_DAYS);
    }
    Instant now = Instant.now();
    return new Validity(now.minus(EARLIER), now.plus(Duration.ofDays(days)));
  }

  private static CliException failed(IOException e) {
    return new CliException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
