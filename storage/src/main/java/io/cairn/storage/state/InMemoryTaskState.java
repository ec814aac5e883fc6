package io.cairn.storage.state;

import io.cairn.storage.snapshot.DurableFiles;
import io.cairn.storage.snapshot.SealedBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The task state of one store, read from and written to one file. Of the store's owner thread. */
final class InMemoryTaskState implements TaskState {

  /** Of a file of blobs alone: it is what files were before there were lists. */
  private static final String BLOBS_MAGIC = "CRNTASK1";

  private static final String LISTS_MAGIC = "CRNTASK2";

  /** Behind the entries are the rows of a small keyed state. */
  private static final String ROWS_MAGIC = "CRNTASK3";

  private static final int MAGIC_BYTES = 8;

  /** The least that an entry takes in the file: two lengths. */
  private static final int MINIMUM_ENTRY_BYTES = Short.BYTES + Integer.BYTES;

  private final TreeMap<String, TaskStateEntry> entries = new TreeMap<>();
  private int totalBytes;

  /** That were in the file; the state of a store goes on without them. */
  private Optional<SmallRows> rows = Optional.empty();

  /** Reads the file if it exists. */
  static InMemoryTaskState read(Path file) throws IOException {
    InMemoryTaskState state = new InMemoryTaskState();
    if (Files.exists(file)) {
      byte[] content = Files.readAllBytes(file);
      var origin = new SealedBytes.Origin(file.toString(), 0, "");
      Map<String, TaskStateEntry> entries =
          switch (magic(content)) {
            case LISTS_MAGIC ->
                SealedBytes.unseal(
                    LISTS_MAGIC, content, origin, in -> readEntries(in, TaskStateEntry::read));
            case ROWS_MAGIC ->
                SealedBytes.unseal(ROWS_MAGIC, content, origin, state::readEntriesAndRows);
            default ->
                SealedBytes.unseal(
                    BLOBS_MAGIC,
                    content,
                    origin,
                    in -> readEntries(in, InMemoryTaskState::readBlob));
          };
      entries.forEach(state::put);
    }
    return state;
  }

  private static String magic(byte[] content) {
    int length = Math.min(MAGIC_BYTES, content.length);
    return new String(content, 0, length, StandardCharsets.US_ASCII);
  }

  private Map<String, TaskStateEntry> readEntriesAndRows(DataInputStream in) throws IOException {
    Map<String, TaskStateEntry> read = readEntries(in, TaskStateEntry::read);
    rows = Optional.of(SmallRows.read(in));
    return read;
  }

  /** The rows of keyed state that the file held. */
  Optional<SmallRows> rows() {
    return rows;
  }

  /** They are in a database now. */
  void forgetRows() {
    rows = Optional.empty();
  }

  /** About what {@link #seal} gives, in bytes. */
  int bytes() {
    return totalBytes;
  }

  private interface EntryReader {
    TaskStateEntry read(DataInputStream in) throws IOException;
  }

  private static Map<String, TaskStateEntry> readEntries(DataInputStream in, EntryReader reader)
      throws IOException {
    Map<String, TaskStateEntry> read = new TreeMap<>();
    int count = SealedBytes.readCount(in, MINIMUM_ENTRY_BYTES);
    for (int i = 0; i < count; i++) {
      read.put(in.readUTF(), reader.read(in));
    }
    return read;
  }

  private static TaskStateEntry readBlob(DataInputStream in) throws IOException {
    byte[] bytes = new byte[SealedBytes.readCount(in, 1)];
    in.readFully(bytes);
    return TaskStateEntry.blob(bytes);
  }

  /** Writes the file; its name is durable once its directory is synced. */
  void write(Path file) throws IOException {
    DurableFiles.writeUnnamed(file, seal());
  }

  /** What the file would hold now. */
  byte[] seal() throws IOException {
    boolean blobsOnly = entries.values().stream().allMatch(TaskStateEntry::isBlob);
    return SealedBytes.seal(
        blobsOnly ? BLOBS_MAGIC : LISTS_MAGIC, out -> writeEntries(out, blobsOnly));
  }

  /** What the file would hold now, with these rows behind. */
  byte[] seal(SmallRows beside) throws IOException {
    return SealedBytes.seal(
        ROWS_MAGIC,
        out -> {
          writeEntries(out, false);
          beside.write(out);
        });
  }

  private void writeEntries(DataOutputStream out, boolean blobsOnly) throws IOException {
    out.writeInt(entries.size());
    for (Map.Entry<String, TaskStateEntry> entry : entries.entrySet()) {
      out.writeUTF(entry.getKey());
      if (blobsOnly) {
        byte[] bytes = entry.getValue().elements().get(0);
        out.writeInt(bytes.length);
        out.write(bytes);
      } else {
        entry.getValue().write(out);
      }
    }
  }

  /** The entries by name; a view that must not be changed. */
  Map<String, TaskStateEntry> entries() {
    return entries;
  }

  @Override
  public byte @Nullable [] get(String name) {
    TaskStateEntry entry = entries.get(name);
    if (entry != null && !entry.isBlob()) {
      throw new IllegalStateException("task state " + name + " is a list");
    }
    return entry == null ? null : entry.elements().get(0).clone();
  }

  @Override
  public void put(String name, byte[] bytes) {
    put(name, TaskStateEntry.blob(bytes));
  }

  @Override
  public @Nullable List<byte[]> getList(String name) {
    TaskStateEntry entry = entries.get(name);
    if (entry != null && entry.isBlob()) {
      throw new IllegalStateException("task state " + name + " is not a list");
    }
    return entry == null ? null : entry.copyOfElements();
  }

  @Override
  public void putList(String name, Redistribution redistribution, List<byte[]> elements) {
    put(name, new TaskStateEntry(redistribution, elements));
  }

  void put(String name, TaskStateEntry entry) {
    TaskStateEntry old = entries.get(name);
    long newTotal = totalBytes + size(name, entry) - (old == null ? 0 : size(name, old));
    if (newTotal > MAX_BYTES) {
      throw new IllegalArgumentException(
          "task state "
              + name
              + ": all entries together would have "
              + newTotal
              + " bytes, at most "
              + MAX_BYTES
              + " are allowed; keep large state by key");
    }
    entries.put(name, entry);
    totalBytes = (int) newTotal;
  }

  @Override
  public void remove(String name) {
    TaskStateEntry old = entries.remove(name);
    if (old != null) {
      totalBytes -= (int) size(name, old);
    }
  }

  @Override
  public Set<String> names() {
    return new TreeSet<>(entries.keySet());
  }

  private static long size(String name, TaskStateEntry entry) {
    return name.length() + entry.size();
  }
}
