package io.cairn.process.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds JSON objects, one a line, in a buffer that is used again. Numbers are written without
 * detours: a leader writes a hundred thousand such lines a second. One thread.
 */
public final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Digits of the longest number, and its sign. */
  private static final int NUMBER_LENGTH = 20;

  private byte[] bytes = new byte[1 << 12];
  private int size;
  private long lastAt;
  private byte[] lastHead = {};
  private String lastNode = "";
  private String lastKind = "";
  private byte[] lastNames = {};

  JsonLines() {}

  void begin(long at, long seq, String node, String kind) {
    if (at != lastAt || lastHead.length == 0) {
      lastAt = at;
      lastHead = ("{\"at\":" + at + ",\"seq\":").getBytes(StandardCharsets.US_ASCII);
    }
    append(lastHead);
    number(seq);
    if (kind.equals(lastKind) && node.equals(lastNode)) {
      append(lastNames);
      return;
    }
    int from = size;
    text("node", node);
    text("kind", kind);
    lastNode = node;
    lastKind = kind;
    lastNames = Arrays.copyOfRange(bytes, from, size);
  }

  /** Adds fields that are encoded already, but for one number between them. */
  void around(byte[] before, long value, byte[] after) {
    append(before);
    number(value);
    append(after);
  }

  /** Adds a number; the name must need no escapes. */
  void field(String name, long value) {
    name(name);
    number(value);
  }

  /** Adds any value that JSON can say. */
  void field(String name, Object value) {
    if (value instanceof Long || value instanceof Integer) {
      field(name, ((Number) value).longValue());
    } else {
      value(name, value);
    }
  }

  private void text(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        value(name, value);
        return;
      }
    }
    name(name);
    room(value.length() + 2);
    bytes[size++] = '"';
    for (int i = 0; i < value.length(); i++) {
      bytes[size++] = (byte) value.charAt(i);
    }
    bytes[size++] = '"';
  }

  private void value(String name, Object value) {
    name(name);
    try {
      append(JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the line; the size of all lines. */
  int end() {
    room(2);
    bytes[size++] = '}';
    bytes[size++] = '\n';
    return size;
  }

  int size() {
    return size;
  }

  void writeTo(RandomAccessFile file) throws IOException {
    file.write(bytes, 0, size);
  }

  void clear() {
    size = 0;
  }

  private void name(String name) {
    room(name.length() + 4);
    bytes[size++] = ',';
    bytes[size++] = '"';
    for (int i = 0; i < name.length(); i++) {
      bytes[size++] = (byte) name.charAt(i);
    }
    bytes[size++] = '"';
    bytes[size++] = ':';
  }

  private void number(long value) {
    if (value < 0) {
      append(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
      return;
    }
    room(NUMBER_LENGTH);
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  private void append(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
