package io.cairn.api.files;

import io.cairn.api.Output;
import io.cairn.api.Poll;
import io.cairn.api.SplitSource;
import io.cairn.api.TaskContext;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lines of a text file: each line is read by exactly one of the parallel instances, which
 * share the file by ranges of bytes. Its position is the ranges that are left, so it goes on
 * exactly where a checkpoint was taken, at another parallelism too. The file must not change while
 * the job lives. Empty lines are left out.
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
public final class FileSource<T> implements SplitSource<T>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileSource.class);

  /** Bounds one poll to a fraction of a millisecond's work or so: a barrier waits for it. */
  private static final int LINES_PER_POLL = 256;

  private final FileSourceSettings<T> settings;
  private final Pace pace;
  private final FileSplits splits;
  private long headerEnd;
  private @Nullable FileSplit current;
  private long brokenLines;
  private @Nullable BlobStore store;
  private @Nullable BlobInput file;
  private @Nullable LineReader reader;

  FileSource(FileSourceSettings<T> settings) {
    this.settings = settings;
    this.splits = new FileSplits(settings.repeat());
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
    BlobInput opened = store.open(settings.fileName());
    file = opened;
    headerEnd = FileRange.headerEnd(opened, settings.headerLines());
    Optional<List<byte[]>> restored = context.restoredSplits();
    if (restored.isPresent()) {
      for (byte[] octets : restored.get()) {
        add(FileSplit.decode(octets), opened);
      }
    } else {
      FileRange range = FileRange.of(opened, headerEnd, context.instance(), context.parallelism());
      FileSplit share = FileSplit.fresh(range.from(), range.to(), opened.length());
      Optional<byte[]> older = context.restored();
      add(older.isPresent() ? FilePosition.decode(older.get()).in(share) : share, opened);
    }
    current = splits.take();
  }

  private void add(FileSplit split, BlobInput opened) throws IOException {
    if (split.fileLength() != opened.length()) {
      throw new IOException(
          settings.file()
              + " has changed: it had "
              + split.fileLength()
              + " bytes at the checkpoint and has "
              + opened.length()
              + " now; the job cannot go on from there");
    }
    splits.add(split);
  }

  @Override
  public Poll poll(Output<T> out) throws Exception {
    long now = System.nanoTime();
    for (int i = 0; i < LINES_PER_POLL; i++) {
      FileSplit split = current;
      if (split == null) {
        return Poll.end();
      }
      LineReader lines = openReader(split);
      if (lines.position() >= split.to()) {
        passed(split);
        continue;
      }
      long wait = pace.waitNanos(now);
      if (wait > 0) {
        return Poll.idleNanos(wait);
      }
      if (readOne(split, lines, out)) {
        pace.emitted(now);
      }
    }
    return Poll.more();
  }

  /** What is left of the file for this instance, in up to {@value FileSplits#PARTS} parts. */
  @Override
  public List<byte[]> splits() {
    return splits.divided(current).stream().map(FileSplit::encode).toList();
  }

  /** Broken lines left out by this instance since it was opened. */
  public long brokenLines() {
    return brokenLines;
  }

  private boolean readOne(FileSplit split, LineReader lines, Output<T> out) throws Exception {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException(settings.file() + " ends at byte " + split.at() + ", too early");
    }
    // Only once the record is out: a failure between must not lose the line.
    FileSplit after = split.readTo(lines.position());
    if (line.isEmpty()) {
      current = after;
      return false;
    }
    T record;
    try {
      record = settings.parser().parse(line);
    } catch (Exception e) {
      broken(split, e);
      current = after;
      return false;
    }
    out.emit(record);
    current = after;
    return true;
  }

  private void passed(FileSplit split) throws IOException {
    closeReader();
    splits.add(split.nextPass());
    current = splits.take();
  }

  private void broken(FileSplit split, Exception cause) throws IOException, BrokenLineException {
    brokenLines++;
    if (settings.brokenLines() == BrokenLines.FAIL) {
      throw new BrokenLineException(settings.file().toString(), lineNumber(split), cause);
    }
    if (brokenLines == 1) {
      log.warn(
          "{}:{}: broken line left out (further ones are only counted): {}",
          settings.file(),
          lineNumber(split),
          cause.getMessage());
    }
  }

  /** Counts from the top of the file: the other instances' lines are in no one's position. */
  private long lineNumber(FileSplit split) throws IOException {
    try (LineReader lines = new LineReader(opened().stream(0), 0)) {
      long number = 1;
      while (lines.position() < split.at() && lines.readLine() != null) {
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

  private LineReader openReader(FileSplit split) throws IOException {
    LineReader open = reader;
    if (open == null) {
      long from =
          split.at() <= headerEnd ? headerEnd : FileRange.lineStartAtOrAfter(opened(), split.at());
      open = new LineReader(opened().stream(from), from);
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
