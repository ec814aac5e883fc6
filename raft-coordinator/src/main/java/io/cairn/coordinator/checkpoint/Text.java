package io.cairn.coordinator.checkpoint;

import java.nio.charset.StandardCharsets;

/** Bounds on texts that enter the state. */
public final class Text {
  /** Longest reason or detail, in UTF-8 bytes. */
  public static final int MAX_REASON_BYTES = 512;

  /** Longest request id, nonce or host name, in characters. */
  public static final int MAX_NAME_LENGTH = 255;

  private Text() {}

  /** The text, cut to {@link #MAX_REASON_BYTES} at a character's edge. */
  public static String reason(String text) {
    return cut(text, MAX_REASON_BYTES);
  }

  /** The longest head of the text that is at most so many UTF-8 bytes and valid. */
  public static String cut(String text, int maxBytes) {
    if (text.length() <= maxBytes / 3) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= maxBytes) {
      return text;
    }
    int end = maxBytes;
    while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  static String name(String what, String text) {
    if (text.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          what + " must have at most " + MAX_NAME_LENGTH + " characters, has " + text.length());
    }
    return text;
  }
}
