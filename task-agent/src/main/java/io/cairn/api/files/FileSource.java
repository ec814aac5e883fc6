package io.cairn.api.files;

import io.cairn.api.Output;
import io.cairn.api.Poll;
import io.cairn.api.Source;
import io.cairn.api.TaskContext;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lines of a text file: each line is read by exactly one of the parallel instances, which
 * share the file by ranges of bytes. Its position is a byte and a count of lines, so it goes on
 * exactly where a checkpoint was taken. The file must not change while the job lives. Empty lines
 * are left out.
 *
 * <pre>{@code
 * FileSource.lines(URI.create("file:///data/flights.csv"), Flight::parse)
 *     .headerLines(1).repeat(3).ratePerSecond(2_000).onBrokenLine(BrokenLines.SKIP)
 *     .build()
 * }</pre>
 *
 * <p>Of the task's thread only.
 *
 * @param <T> the record type
 */
public final class FileSource<T> implements Source<T>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileSource.class);

  /** Bounds one poll to a fraction of a millisecond's work or so: a barrier waits for it. */
  private static final int LINES_PER_POLL = 256;

  private final FileSourceSettings<T> settings;
  private final Pace pace;
  private FileRange range = new FileRange(0, 0);
  private FilePosition at = new FilePosition(0, 0, 0, 0);
  private long brokenLines;
  private @Nullable BlobStore store;
  private @Nullable BlobInput file;
  private @Nullable LineReader reader;

  FileSource(FileSourceSettings<T> settings) {
    this.settings = settings;
    this.pace = new Pace(settings.ratePerSecond());
  }

  /**
   * Begins to describe a source.
   *
   * @param file {@code file:///…} or {@code hdfs://…}
   * @param parser makes a record of each line
   */
  public static <T> FileSourceSettings<T> lines(URI file, LineParser<T> parser) {
    return new FileSourceSettings<>(file, parser);
  }

  @Override
  public void open(TaskContext context) throws IOException {
    store = context.openBlobStore(settings.directory());
    file = store.open(settings.fileName());
    range = FileRange.of(file, settings.headerLines(), context.instance(), context.parallelism());
    Optional<byte[]> restored = context.restored();
    if (restored.isPresent()) {
      at = FilePosition.decode(restored.get());
      if (at.fileLength() != file.length()) {
        throw new IOException(
            settings.file()
                + " has changed: it had "
                + at.fileLength()
                + " bytes at the checkpoint and has "
                + file.length()
                + " now; the job cannot go on from there");
      }
    } else {
      at = new FilePosition(0, range.from(), 0, file.length());
    }
  }

  @Override
  public Poll poll(Output<T> out) throws Exception {
    long now = System.nanoTime();
    for (int i = 0; i < LINES_PER_POLL; i++) {
      if (at.position() >= range.to() && !beginNextPass()) {
        return Poll.end();
      }
      long wait = pace.waitNanos(now);
      if (wait > 0) {
        return Poll.idleNanos(wait);
      }
      if (readOne(out)) {
        pace.emitted(now);
      }
    }
    return Poll.more();
  }

  @Override
  public byte[] snapshot() {
    return at.encode();
  }

  /** Broken lines left out by this instance since it was opened. */
  public long brokenLines() {
    return brokenLines;
  }

  private boolean readOne(Output<T> out) throws Exception {
    LineReader lines = openReader();
    String line = lines.readLine();
    if (line == null) {
      throw new IOException(settings.file() + " ends at byte " + at.position() + ", too early");
    }
    // Only once the record is out: a failure between must not lose the line.
    FilePosition after =
        new FilePosition(at.pass(), lines.position(), at.lines() + 1, at.fileLength());
    if (line.isEmpty()) {
      at = after;
      return false;
    }
    T record;
    try {
      record = settings.parser().parse(line);
    } catch (Exception e) {
      broken(e);
      at = after;
      return false;
    }
    out.emit(record);
    at = after;
    return true;
  }

  private boolean beginNextPass() throws IOException {
    if (range.from() >= range.to() || at.pass() + 1 >= settings.repeat()) {
      at = new FilePosition(settings.repeat(), range.to(), at.lines(), at.fileLength());
      return false;
    }
    closeReader();
    at = new FilePosition(at.pass() + 1, range.from(), 0, at.fileLength());
    return true;
  }

  private void broken(Exception cause) throws IOException, BrokenLineException {
    brokenLines++;
    if (settings.brokenLines() == BrokenLines.FAIL) {
      throw new BrokenLineException(settings.file().toString(), lineNumber(), cause);
    }
    if (brokenLines == 1) {
      log.warn(
          "{}:{}: broken line left out (further ones are only counted): {}",
          settings.file(),
          lineNumber(),
          cause.getMessage());
    }
  }

  /** Counts from the top of the file: the other instances' lines are in no one's position. */
  private long lineNumber() throws IOException {
    try (LineReader lines = new LineReader(opened().stream(0), 0)) {
      long number = 1;
      while (lines.position() < at.position() && lines.readLine() != null) {
        number++;
      }
      return number;
    }
  }

  private BlobInput opened() {
    BlobInput open = file;
    if (open == null) {
      throw new IllegalStateException("open was not called");
    }
    return open;
  }

  private LineReader openReader() throws IOException {
    LineReader open = reader;
    if (open == null) {
      open = new LineReader(opened().stream(at.position()), at.position());
      reader = open;
    }
    return open;
  }

  private void closeReader() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeReader();
    if (file != null) {
      file.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
