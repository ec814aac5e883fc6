package io.cairn.process.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token file as a running process uses it: read again when it has changed, looked at once a
 * second at most. A file that cannot be read, or holds a line that is wrong, leaves the tokens of
 * before in force, with one log line: a slip of the pen must not lock everybody out, nor revive
 * anybody. Any thread.
 */
public final class TokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final LongSupplier nanoClock;
  private TokenList tokens;
  private Stamp stamp;
  private @Nullable Stamp complained;
  private long lookedNanos;

  /** By which a change is seen: writers replace the file, so that its key differs. */
  private record Stamp(FileTime modified, long size, @Nullable Object key) {
    static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1, null);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
      } catch (IOException missing) {
        return NONE;
      }
    }
  }

  private TokenFile(Path file, LongSupplier nanoClock) throws IOException {
    this.file = file;
    this.nanoClock = nanoClock;
    this.stamp = Stamp.of(file); // first: a change while reading is seen afterwards
    this.tokens = TokenList.read(file);
    this.lookedNanos = nanoClock.getAsLong();
  }

  /**
   * Reads the file.
   *
   * @throws IOException with a line for people that names it
   */
  public static TokenFile open(Path file) throws IOException {
    return open(file, System::nanoTime);
  }

  static TokenFile open(Path file, LongSupplier nanoClock) throws IOException {
    return new TokenFile(file, nanoClock);
  }

  /** Whose token this is, by the file as it was within the last second. */
  public Optional<Principal> find(String presented) {
    return current().find(presented);
  }

  private synchronized TokenList current() {
    long now = nanoClock.getAsLong();
    if (now - lookedNanos >= LOOK_NANOS) {
      lookedNanos = now;
      look();
    }
    return tokens;
  }

  private void look() {
    Stamp seen = Stamp.of(file);
    if (seen.equals(stamp)) {
      return;
    }
    try {
      tokens = TokenList.read(file);
      stamp = seen;
      complained = null;
      LOG.info("read {} again: {} tokens", file, tokens.tokens().size());
    } catch (IOException e) { // tried again at the next look: it may have been a matter of rights
      if (!seen.equals(complained)) {
        complained = seen;
        LOG.warn("the tokens of before stay in force: {}", e.getMessage());
      }
    }
  }
}
