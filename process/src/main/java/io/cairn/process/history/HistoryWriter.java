package io.cairn.process.history;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events to a history file. Each event is handed to the operating system before {@link
 * #write} returns (it survives the process, not the machine). Bounded: at {@link #MAX_BYTES} the
 * file becomes {@code NAME.old}, replacing an older one, so two files at most exist.
 *
 * <p>Thread-safe; a write holds a lock for one system call. A write that fails (a full disk) loses
 * that event and is logged once: the history must not stop the process it watches.
 */
public final class HistoryWriter implements Closeable {
  /** The name of a process's history, in its data directory. */
  public static final String FILE_NAME = "history.jsonl";

  /** Size at which the file is rotated: about 200,000 events. */
  public static final long MAX_BYTES = 32L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

  /** Events that come together go out in pieces of this. */
  private static final int FLUSH_BYTES = 1 << 16;

  private final Path path;
  private final String node;
  private final long maxBytes;
  private final JsonLines lines = new JsonLines();
  private RandomAccessFile file;
  private long position;
  private long seq;
  private long lost;

  private HistoryWriter(Path path, String node, long maxBytes) throws IOException {
    this.path = path;
    this.node = node;
    this.maxBytes = maxBytes;
    this.file = append(path);
    this.position = file.getFilePointer();
  }

  /**
   * Opens or creates the file, whose directory must exist, and goes on after what it holds.
   *
   * @param node the id of this process
   */
  public static HistoryWriter open(Path file, String node) throws IOException {
    return open(file, node, MAX_BYTES);
  }

  static HistoryWriter open(Path file, String node, long maxBytes) throws IOException {
    return new HistoryWriter(file, node, maxBytes);
  }

  /**
   * Writes one event; time, number and node are added.
   *
   * @param fields texts, numbers, booleans, or lists and maps of them
   */
  public void write(String kind, Map<String, ?> fields) {
    writeAll(List.of(new HistoryLine.Fields(kind, fields)));
  }

  /**
   * Writes events that come together, with one system call where they fit into it. Each gets its
   * own time and number.
   */
  public synchronized void writeAll(List<? extends HistoryLine> events) {
    try {
      for (HistoryLine event : events) {
        lines.begin(System.currentTimeMillis(), ++seq, node, event.kind());
        event.addTo(lines);
        if (lines.end() >= FLUSH_BYTES) {
          flush();
        }
      }
      flush();
    } catch (IOException | UncheckedIOException e) {
      lines.clear();
      if (lost++ == 0) {
        LOG.warn("history {} cannot be written, events are lost: {}", path, e.toString());
      }
    }
  }

  private void flush() throws IOException {
    if (position + lines.size() > maxBytes) {
      rotate();
    }
    lines.writeTo(file);
    position += lines.size();
    lines.clear();
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }

  private void rotate() throws IOException {
    file.close();
    Files.move(path, old(path), StandardCopyOption.REPLACE_EXISTING);
    file = append(path);
    position = file.getFilePointer();
  }

  static Path old(Path path) {
    return path.resolveSibling(path.getFileName() + ".old");
  }

  private static RandomAccessFile append(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    long length = file.length();
    if (length > 0) {
      file.seek(length - 1);
      boolean torn = file.read() != '\n';
      file.seek(length);
      if (torn) {
        file.write('\n');
      }
    }
    return file;
  }
}
