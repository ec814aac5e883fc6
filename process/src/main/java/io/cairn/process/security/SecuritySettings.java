package io.cairn.process.security;

import io.cairn.process.config.ConfigException;
import io.cairn.process.config.ConfigSection;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code security} of a configuration file, with its files read. Without the section
 * everything is off.
 *
 * @param tokens of people and scripts
 * @param agentSecret what agents and coordinators prove to one another on sessions, and agents on
 *     data channels
 * @param coordinatorSecret what coordinators show one another on the admin port
 * @param certificates who is known by a certificate
 * @param openMetrics whether figures are served to everybody
 * @param allowInsecure whether to listen beyond loopback without TLS or without authentication
 */
public record SecuritySettings(
    Optional<TokenFile> tokens,
    Optional<SharedSecret> agentSecret,
    Optional<SharedSecret> coordinatorSecret,
    CertificateGrants certificates,
    boolean openMetrics,
    boolean allowInsecure) {

  private static final String SECTION = "security";
  private static final String TLS = "tls";

  /** Which keys a process knows. */
  public enum Kind {
    /** Knows all. */
    COORDINATOR,
    /** Knows no secret of coordinators. */
    AGENT
  }

  /** Everything off, and nothing listens beyond loopback. */
  public static SecuritySettings none() {
    return new SecuritySettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CertificateGrants.none(),
        false,
        false);
  }

  /**
   * Reads the section, if it is there.
   *
   * @param top the outermost section of the file
   * @throws ConfigException with file, line and key, also when a file that it names cannot be used
   */
  public static SecuritySettings read(ConfigSection top, Kind kind) {
    return top.sectionIfPresent(SECTION)
        .map(section -> readSection(section, kind, top.has(TLS)))
        .orElseGet(SecuritySettings::none);
  }

  private static SecuritySettings readSection(ConfigSection section, Kind kind, boolean tls) {
    CertificateGrants certificates;
    try {
      certificates = CertificateGrants.of(section.textMap("certificates"));
    } catch (IllegalArgumentException e) {
      throw section.invalid("certificates", String.valueOf(e.getMessage()));
    }
    Optional<TokenFile> tokens = read(section, "tokens", TokenFile::open);
    Optional<SharedSecret> coordinators =
        kind == Kind.COORDINATOR
            ? read(section, "coordinatorSecret", SharedSecret::read)
            : Optional.empty();
    Optional<SharedSecret> agents = read(section, "agentSecret", SharedSecret::read);
    boolean people = tokens.isPresent() || asksPeople(certificates);
    if (kind == Kind.COORDINATOR
        && people
        && !tls // then they have certificates
        && coordinators.isEmpty()
        && !certificates.names(CertificateGrants.COORDINATOR)) {
      throw section.invalid(
          "coordinatorSecret",
          "is missing: coordinators pass commands on to the leader, and prove with it that they may"
              + " ('cairn token secret FILE' makes one; the same file on all)");
    }
    return new SecuritySettings(
        tokens,
        agents,
        coordinators,
        certificates,
        section.bool("openMetrics", false),
        section.bool("allowInsecure", false));
  }

  private static boolean asksPeople(CertificateGrants certificates) {
    for (Role role : Role.values()) {
      if (certificates.names(role.word())) {
        return true;
      }
    }
    return false;
  }

  /** Whether people and scripts have to say who they are. */
  public boolean asksPeople() {
    return tokens.isPresent() || asksPeople(certificates);
  }

  /** Whether agents have to prove that they know a secret. */
  public boolean asksAgents() {
    return agentSecret.isPresent();
  }

  /** How people and scripts are judged. */
  public Authentication authentication() {
    @Nullable TokenFile file = tokens.orElse(null);
    return asksPeople()
        ? Authentication.by(file, coordinatorSecret.orElse(null), certificates)
        : Authentication.off();
  }

  /** How those are judged who ask for figures. */
  public Authentication figures() {
    return openMetrics ? Authentication.off() : authentication();
  }

  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> Optional<T> read(ConfigSection section, String key, Reader<T> reader) {
    if (!section.has(key)) {
      return Optional.empty();
    }
    String text = section.text(key);
    try {
      return Optional.of(reader.read(Path.of(text)));
    } catch (InvalidPathException e) {
      throw section.invalid(key, "is not a path: " + e.getMessage());
    } catch (IOException e) {
      throw section.invalid(key, String.valueOf(e.getMessage()));
    }
  }
}
