package io.cairn.process.security;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of a token file: {@code NAME ROLE sha256:HASH [CREATED]}.
 *
 * @param hash 64 hexadecimal digits, of the token's SHA-256
 * @param created when, as ISO 8601, for people; empty when the line does not say
 */
public record StoredToken(String name, Role role, String hash, String created) {
  private static final String ALGORITHM = "sha256:";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern CREATED = Pattern.compile("[0-9TZ:.+-]{0,40}");
  private static final int ID_DIGITS = 8;

  /** Checks the forms. */
  public StoredToken {
    if (!Principal.NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name: 1 to 64 of A-Z a-z 0-9 . _ @ -, a letter or digit first");
    }
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("the hash should be sha256: and 64 of 0-9 a-f");
    }
    if (!CREATED.matcher(created).matches()) {
      throw new IllegalArgumentException("the fourth word should be a time");
    }
  }

  /** Reads a line. Never says what the line holds: it could be a token by mistake. */
  static StoredToken parse(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length < 3 || words.length > 4) {
      throw new IllegalArgumentException("should be NAME ROLE sha256:HASH [CREATED]");
    }
    Optional<Role> role = Role.of(words[1]);
    if (role.isEmpty()) {
      throw new IllegalArgumentException("the second word should be viewer, operator or admin");
    }
    if (!words[2].startsWith(ALGORITHM)) {
      throw new IllegalArgumentException("the third word should begin with " + ALGORITHM);
    }
    return new StoredToken(
        words[0],
        role.get(),
        words[2].substring(ALGORITHM.length()),
        words.length == 4 ? words[3] : "");
  }

  /** The first digits of the hash, which tell tokens of one name apart. */
  public String id() {
    return hash.substring(0, ID_DIGITS);
  }

  /** As it stands in the file. */
  public String line() {
    String line = name + " " + role.word() + " " + ALGORITHM + hash;
    return created.isEmpty() ? line : line + " " + created;
  }

  byte[] digest() {
    return HexFormat.of().parseHex(hash);
  }
}
