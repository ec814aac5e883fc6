package io.cairn.process.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A secret that processes share, from a file with one line. Long enough that nobody who has seen
 * what is computed from it can try all. Never shown.
 */
public final class SharedSecret {
  /** 43 characters of {@code cairn token secret} have 256 bits; 32 of any alphabet have 128. */
  public static final int MIN_LENGTH = 32;

  private static final int MAX_LENGTH = 1_024;
  private static final Pattern WORD = Pattern.compile("[!-~]+");
  private static final Logger LOG = LoggerFactory.getLogger(SharedSecret.class);

  private final String text;

  private SharedSecret(String text) {
    this.text = text;
  }

  /**
   * Takes a text; white space around it does not count.
   *
   * @throws IllegalArgumentException when it is too short, too long, or no one word of ASCII
   */
  public static SharedSecret of(String text) {
    String word = text.strip();
    if (word.length() < MIN_LENGTH || word.length() > MAX_LENGTH || !WORD.matcher(word).matches()) {
      throw new IllegalArgumentException(
          "a secret is one word of "
              + MIN_LENGTH
              + " to "
              + MAX_LENGTH
              + " printable ASCII characters; 'cairn token secret FILE' makes one");
    }
    return new SharedSecret(word);
  }

  /**
   * Reads a file, and complains in the log if everybody may.
   *
   * @throws IOException with a line for people that names the file
   */
  public static SharedSecret read(Path file) throws IOException {
    try {
      if (Files.size(file) > 2 * MAX_LENGTH) {
        throw new IOException(file + ": is too long for a secret");
      }
      SharedSecret secret = of(Files.readString(file, StandardCharsets.UTF_8));
      warnIfOpen(file);
      return secret;
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": does not exist; 'cairn token secret FILE' makes one", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": may not be read by this user", e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is not UTF-8 text", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a new one into a new file, readable by its owner only.
   *
   * @throws java.nio.file.FileAlreadyExistsException when it is there; it stays as it is
   * @throws IOException when it cannot be written
   */
  public static void create(Path file) throws IOException {
    byte[] text = (Token.create() + "\n").getBytes(StandardCharsets.US_ASCII);
    FileAttribute<?>[] owners =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel made =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owners)) {
      made.write(ByteBuffer.wrap(text));
    }
  }

  private static void warnIfOpen(Path file) throws IOException {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        LOG.warn("{} holds a secret and may be read by every user; chmod o-rwx it", file);
      }
    } catch (UnsupportedOperationException e) {
      // this file system has no such permissions
    }
  }

  /** Whether it is this one, in a time that does not depend on where it differs. */
  public boolean matches(String presented) {
    return MessageDigest.isEqual(Token.digest(text), Token.digest(presented));
  }

  /** The key for computing proofs. */
  public byte[] key() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** For a header of one's own request. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
