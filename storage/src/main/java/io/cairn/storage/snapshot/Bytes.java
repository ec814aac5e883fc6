package io.cairn.storage.snapshot;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that do not change, compared by content. */
public final class Bytes {

  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of the array. */
  public static Bytes copyOf(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return content.clone();
  }

  public int length() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    String hex = HexFormat.of().formatHex(content, 0, Math.min(content.length, 16));
    return content.length + " bytes " + hex + (content.length > 16 ? "…" : "");
  }
}
