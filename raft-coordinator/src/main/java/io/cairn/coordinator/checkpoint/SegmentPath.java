package io.cairn.coordinator.checkpoint;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Path of a segment relative to the job's root: {@code
 * segments/<checkpoint>-<attempt>-<agent>-<uuid>.seg}. The name says for which checkpoint and
 * attempt it was written, so that a foreign one is recognised without reading it. Immutable.
 */
public final class SegmentPath implements Comparable<SegmentPath>, Hashed {
  /** Longest path in characters: prefix, two numbers of 19 digits, agent id and uuid fit in it. */
  public static final int MAX_LENGTH = 160;

  private static final Pattern SYNTAX =
      Pattern.compile("segments/[0-9]{1,19}-[0-9]{1,19}-[A-Za-z0-9._-]+");

  private final String value;
  private final long textHash;

  /** Checks the syntax. */
  public SegmentPath(String value) {
    if (value.length() > MAX_LENGTH || !SYNTAX.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "segment path must match " + SYNTAX + ", is " + Text.cut(value, MAX_LENGTH));
    }
    this.value = value;
    this.textHash = Hash64.textHash(value);
  }

  /** What the path of every segment written for this checkpoint in this attempt starts with. */
  public static String prefix(CheckpointId checkpoint, Attempt attempt) {
    return "segments/" + checkpoint.value() + "-" + attempt.value() + "-";
  }

  /** The path as text. */
  public String value() {
    return value;
  }

  /** Whether this was written for the checkpoint, in the attempt. */
  public boolean isWrittenFor(CheckpointId checkpoint, Attempt attempt) {
    return value.startsWith(prefix(checkpoint, attempt));
  }

  /** Adds the text as {@link Hash64#add(String)} does; every ack names some, most name the same. */
  void addTo(Hash64 hash) {
    hash.add(textHash).add(value.length());
  }

  @Override
  public long stateHash() {
    return Hash64.of("segment").add(value).end();
  }

  @Override
  public int compareTo(SegmentPath other) {
    return value.compareTo(other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SegmentPath path && value.equals(path.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
