package io.cairn.coordinator.admin;

import io.cairn.process.security.Authentication;
import io.cairn.process.security.CertificateGrants;
import io.cairn.process.security.Role;
import io.cairn.process.security.SharedSecret;
import io.cairn.process.security.StoredToken;
import io.cairn.process.security.Token;
import io.cairn.process.security.TokenFile;
import io.cairn.process.security.TokenList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The HTTP server with a person of each role, named as the role. */
final class AccessFixture implements AutoCloseable {
  static final String SECRET = "coordinators-only-0123456789abcdefgh";

  final Path file;
  final AdminFixture admin;
  private final AdminAccess access;
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private TokenList list = TokenList.EMPTY;

  AccessFixture(Path directory) throws IOException {
    this(directory, false);
  }

  AccessFixture(Path directory, boolean openMetrics) throws IOException {
    this.file = directory.resolve("tokens");
    for (Role role : Role.values()) {
      String token = Token.create();
      tokens.put(role, token);
      list = list.with(new StoredToken(role.word(), role, Token.hash(token), ""));
    }
    list.write(file);
    SharedSecret secret = SharedSecret.of(SECRET);
    Authentication by = Authentication.by(TokenFile.open(file), secret, CertificateGrants.none());
    this.access = new AdminAccess(by, Optional.of(secret), openMetrics);
    this.admin = new AdminFixture(access);
  }

  /** As every coordinator has it. */
  AdminAccess access() {
    return access;
  }

  String token(Role role) {
    return String.valueOf(tokens.get(role));
  }

  /** From now on, or a second later. */
  void revoke(Role role) throws IOException {
    list = list.without(role.word(), "");
    list.write(file);
  }

  AdminFixture.Answer as(Role role, String method, String path, String body) throws Exception {
    return with(token(role), method, path, body);
  }

  AdminFixture.Answer with(String token, String method, String path, String body) throws Exception {
    return admin.send(method, path, body, "Authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    admin.close();
  }
}
