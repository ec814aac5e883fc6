package io.cairn.chaos.scene;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in a run, as this process saw it, on one clock: invocations and answers of clients,
 * faults, samples. Each entry is written down as a line of JSON at once. Thread-safe.
 */
public final class Chronicle implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * An entry.
   *
   * @param at milliseconds since the run began
   * @param kind such as {@code fault}, {@code healed}, {@code invoke}, {@code ok}, {@code unknown}
   */
  public record Entry(long at, String kind, Map<String, Object> fields) {
    /** A number among the fields; 0 when there is none of this name. */
    public long number(String field) {
      return fields.get(field) instanceof Number number ? number.longValue() : 0;
    }

    /** A field as text; empty when there is none of this name. */
    public String text(String field) {
      Object value = fields.get(field);
      return value == null ? "" : value.toString();
    }
  }

  private final long originNanos = System.nanoTime();
  private final long originMillis = System.currentTimeMillis();
  private final BufferedWriter out;
  private final List<Entry> entries = new ArrayList<>();

  private Chronicle(BufferedWriter out) {
    this.out = out;
  }

  /** Begins one; the run begins now. */
  public static Chronicle begin(Path file) throws IOException {
    return new Chronicle(Files.newBufferedWriter(file));
  }

  /** Milliseconds since the run began, by a clock that never jumps. */
  public long now() {
    return (System.nanoTime() - originNanos) / NANOS_PER_MILLI;
  }

  /** When it was, in the run, that the wall clock of this machine showed so. */
  public long ofWallClock(long millis) {
    return millis - originMillis;
  }

  /** Adds what happens now; returns when. */
  public long add(String kind, Map<String, ?> fields) {
    long at = now();
    addAt(at, kind, fields);
    return at;
  }

  /** Adds what happened at a time that was taken before. */
  public synchronized void addAt(long at, String kind, Map<String, ?> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", at);
    line.put("kind", kind);
    line.putAll(fields);
    entries.add(new Entry(at, kind, Map.copyOf(fields)));
    try {
      out.write(JSON.writeValueAsString(line));
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All entries of a kind so far. */
  public synchronized List<Entry> of(String kind) {
    return entries.stream().filter(entry -> entry.kind().equals(kind)).toList();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
