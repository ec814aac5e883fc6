package io.cairn.cli.cluster;

import io.cairn.process.security.Role;
import io.cairn.process.security.SharedSecret;
import io.cairn.process.security.StoredToken;
import io.cairn.process.security.Token;
import io.cairn.process.security.TokenList;
import io.cairn.process.tls.PeerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A person of each role, named as the role, and the secrets of one local cluster; the files lie in
 * its directory. Thread-safe after it is made.
 */
public final class ClusterAccess {
  private final Path directory;
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);

  private ClusterAccess(Path directory) {
    this.directory = directory;
  }

  static ClusterAccess create(Path directory) throws IOException {
    ClusterAccess access = new ClusterAccess(Files.createDirectories(directory));
    TokenList list = TokenList.EMPTY;
    for (Role role : Role.values()) {
      String token = Token.create();
      access.tokens.put(role, token);
      list = list.with(new StoredToken(role.word(), role, Token.hash(token), ""));
    }
    list.write(access.tokenFile());
    SharedSecret.create(access.agentSecret());
    SharedSecret.create(access.coordinatorSecret());
    return access;
  }

  /** The token of the person with this role. */
  public String token(Role role) {
    return Objects.requireNonNull(tokens.get(role));
  }

  /** Holds the tokens' hashes; its processes see a change within a second. */
  public Path tokenFile() {
    return directory.resolve("tokens");
  }

  /** What coordinators and agents prove to one another. */
  public Path agentSecret() {
    return directory.resolve("agent.secret");
  }

  private Path coordinatorSecret() {
    return directory.resolve("coordinator.secret");
  }

  /** The configuration's section. */
  String section(String kind) {
    String section =
        "security:\n  tokens: %s\n  agentSecret: %s\n"
            .formatted(
                NodeConfigs.quoted(tokenFile().toString()),
                NodeConfigs.quoted(agentSecret().toString()));
    return kind.equals(PeerName.COORDINATOR)
        ? section
            + "  coordinatorSecret: %s\n"
                .formatted(NodeConfigs.quoted(coordinatorSecret().toString()))
        : section;
  }
}
