package io.cairn.process.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
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
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final String node;
  private final long maxBytes;
  private RandomAccessFile file;
  private long seq;
  private long lost;

  private HistoryWriter(Path path, String node, long maxBytes) throws IOException {
    this.path = path;
    this.node = node;
    this.maxBytes = maxBytes;
    this.file = append(path);
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
  public synchronized void write(String kind, Map<String, ?> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", System.currentTimeMillis());
    line.put("seq", ++seq);
    line.put("node", node);
    line.put("kind", kind);
    line.putAll(fields);
    try {
      byte[] bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
      if (file.getFilePointer() + bytes.length > maxBytes) {
        rotate();
      }
      file.write(bytes);
    } catch (IOException e) {
      if (lost++ == 0) {
        LOG.warn("history {} cannot be written, events are lost: {}", path, e.toString());
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }

  private void rotate() throws IOException {
    file.close();
    Files.move(path, old(path), StandardCopyOption.REPLACE_EXISTING);
    file = append(path);
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
