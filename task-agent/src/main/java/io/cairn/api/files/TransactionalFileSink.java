package io.cairn.api.files;

import io.cairn.api.Sink;
import io.cairn.api.TaskContext;
import io.cairn.storage.blob.BlobInfo;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines of text exactly once. What is written between two checkpoints is one file: made in
 * {@code pending/} at its first line (so an empty transaction makes none), durable before the
 * checkpoint is acknowledged, and moved to {@code committed/} under the same name once the
 * checkpoint is complete. A file in {@code committed/} never changes, so that directory may be read
 * by anyone at any time: all its files together, one record a line, in UTF-8.
 *
 * <p>Of the task's thread only.
 *
 * @param <T> the record type
 */
public final class TransactionalFileSink<T> implements Sink<T>, AutoCloseable {

  /** Where the files being written and the prepared ones are, below the sink's directory. */
  public static final String PENDING = "pending";

  /** Where the committed files are, below the sink's directory. */
  public static final String COMMITTED = "committed";

  private final URI directory;
  private final Function<? super T, String> format;
  private SinkFileName.Owner owner = new SinkFileName.Owner(0, "unopened", 0);
  private IntPredicate standsFor = instance -> false;
  private long attempt;
  private long sequence;
  private @Nullable BlobStore store;
  private @Nullable BlobOutput output;
  private String current = "";

  /**
   * Describes a sink; nothing is opened before its task starts.
   *
   * @param directory {@code file:///…} or {@code hdfs://…}; made when needed; several sinks and
   *     jobs may share it
   * @param format makes one line of a record, without a line end
   */
  public TransactionalFileSink(URI directory, Function<? super T, String> format) {
    this.directory = directory;
    this.format = format;
  }

  @Override
  public void open(TaskContext context) throws IOException {
    owner = new SinkFileName.Owner(context.jobId(), context.operatorId(), context.instance());
    attempt = context.attempt();
    standsFor = context::standsFor;
    store = context.openBlobStore(directory);
  }

  @Override
  public void restore(List<byte[]> prepared) throws IOException {
    Set<String> named = new HashSet<>();
    for (byte[] transaction : prepared) {
      commit(transaction);
      named.add(new String(transaction, StandardCharsets.UTF_8));
    }
    for (BlobInfo left : opened().list(PENDING)) {
      if (!named.contains(left.name()) && isOfOlderAttempt(left.name())) {
        opened().delete(left.path());
      }
    }
  }

  private boolean isOfOlderAttempt(String name) {
    return SinkFileName.parse(name)
        .filter(file -> file.attempt() < attempt && isOurs(file.owner()))
        .isPresent();
  }

  private boolean isOurs(SinkFileName.Owner other) {
    return other.jobId() == owner.jobId()
        && other.operatorId().equals(owner.operatorId())
        && standsFor.test(other.instance());
  }

  @Override
  public void write(T record) throws IOException {
    String line = format.apply(record);
    if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("a record holds a line end: \"" + line + "\"");
    }
    BlobOutput open = output;
    if (open == null) {
      current = SinkFileName.next(owner, attempt, sequence++).toString();
      open = opened().create(PENDING + "/" + current);
      output = open;
    }
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    open.write(bytes, 0, bytes.length);
  }

  @Override
  public Optional<byte[]> prepare(long checkpointId) throws IOException {
    BlobOutput open = output;
    if (open == null) {
      return Optional.empty();
    }
    open.close();
    output = null;
    return Optional.of(current.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void commit(byte[] transaction) throws IOException {
    String name = new String(transaction, StandardCharsets.UTF_8);
    if (SinkFileName.parse(name).isEmpty()) {
      throw new IOException("'" + name + "' names no transaction of a file sink");
    }
    String from = PENDING + "/" + name;
    String to = COMMITTED + "/" + name;
    try {
      // COMMIT POINT: from here on readers see these records.
      opened().publish(from, to);
    } catch (FileAlreadyExistsException e) {
      // Names are used once, so this is the same file: committed before, by a move cut in half.
      opened().delete(from);
    } catch (NoSuchFileException e) {
      if (!opened().exists(to)) {
        throw new IOException(
            "transaction "
                + name
                + " is lost: it is neither in "
                + directory
                + "/pending nor committed, and a completed checkpoint names it",
            e);
      }
    }
  }

  private BlobStore opened() {
    BlobStore open = store;
    if (open == null) {
      throw new IllegalStateException("open was not called");
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    if (output != null) {
      output.abort();
      output = null;
    }
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
