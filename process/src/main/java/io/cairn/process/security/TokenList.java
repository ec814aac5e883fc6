package io.cairn.process.security;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a token file holds: a token a line, empty lines and those that begin with {@code #} aside.
 * Immutable.
 *
 * @param tokens at most {@value #MAX_TOKENS}; a name may have several
 */
public record TokenList(List<StoredToken> tokens) {
  /** Each costs some 150 bytes and a comparison per request. */
  public static final int MAX_TOKENS = 1_000;

  /** Nobody's. */
  public static final TokenList EMPTY = new TokenList(List.of());

  private static final long MAX_BYTES = 1 << 20;
  private static final String HEADING =
      "# Tokens of people and scripts: NAME ROLE sha256:HASH CREATED. Made by 'cairn token'.\n";

  /** Copies. */
  public TokenList {
    tokens = List.copyOf(tokens);
    if (tokens.size() > MAX_TOKENS) {
      throw new IllegalArgumentException(
          tokens.size() + " tokens; there may be " + MAX_TOKENS + ": revoke some");
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException with a line for people that names the file, and its line
   */
  public static TokenList read(Path file) throws IOException {
    String text;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + ": is larger than 1 MiB; is it a token file?");
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": does not exist; 'cairn token create' makes it", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": may not be read by this user", e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is not UTF-8 text", e);
    }
    List<StoredToken> tokens = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        try {
          tokens.add(StoredToken.parse(line));
        } catch (IllegalArgumentException e) {
          throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    try {
      return new TokenList(tokens);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes the file anew, so that no reader sees half of it. A new one is readable by its owner
   * only; one that is there keeps its owner, group and rights, lest a coordinator can read it no
   * more.
   */
  public void write(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(file + ": is no file");
    }
    String text =
        tokens.stream()
            .map(token -> token.line() + "\n")
            .collect(Collectors.joining("", HEADING, ""));
    Path made = Files.createTempFile(directory, ".tokens", ".new"); // its owner's only
    try {
      Files.writeString(made, text);
      if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
        keepRights(file, made);
      }
      Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static void keepRights(Path file, Path made) throws IOException {
    PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributes now = Files.readAttributes(made, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
    if (!now.group().equals(before.group())) {
      view.setGroup(before.group());
    }
    view.setPermissions(before.permissions());
    if (!now.owner().equals(before.owner())) {
      view.setOwner(before.owner());
    }
  }

  /** With one more. */
  public TokenList with(StoredToken token) {
    List<StoredToken> more = new ArrayList<>(tokens);
    more.add(token);
    return new TokenList(more);
  }

  /** Without those of a name; with an id, only those whose hash begins so. */
  public TokenList without(String name, String id) {
    return new TokenList(
        tokens.stream()
            .filter(token -> !token.name().equals(name) || !token.hash().startsWith(id))
            .toList());
  }

  /**
   * Whose token this is. Compares with each, in a time that does not depend on what is equal.
   *
   * @param presented what somebody sent, of any length
   */
  public Optional<Principal> find(String presented) {
    byte[] digest = Token.digest(presented);
    StoredToken found = null;
    for (StoredToken token : tokens) {
      if (MessageDigest.isEqual(token.digest(), digest)) {
        found = token;
      }
    }
    return Optional.ofNullable(found).map(token -> Principal.person(token.name(), token.role()));
  }
}
