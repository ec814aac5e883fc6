package io.cairn.storage.state;

import io.cairn.storage.snapshot.DurableFiles;
import io.cairn.storage.snapshot.SealedBytes;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The task state of one store, read from and written to one file. Of the store's owner thread. */
final class InMemoryTaskState implements TaskState {

  private static final String MAGIC = "CRNTASK1";

  /** The least that an entry takes in the file: two lengths. */
  private static final int MINIMUM_ENTRY_BYTES = Short.BYTES + Integer.BYTES;

  private final TreeMap<String, byte[]> entries = new TreeMap<>();
  private int totalBytes;

  /** Reads the file if it exists. */
  static InMemoryTaskState read(Path file) throws IOException {
    InMemoryTaskState state = new InMemoryTaskState();
    if (Files.exists(file)) {
      var origin = new SealedBytes.Origin(file.toString(), 0, "");
      Map<String, byte[]> entries =
          SealedBytes.unseal(
              MAGIC,
              Files.readAllBytes(file),
              origin,
              in -> {
                Map<String, byte[]> read = new TreeMap<>();
                int count = SealedBytes.readCount(in, MINIMUM_ENTRY_BYTES);
                for (int i = 0; i < count; i++) {
                  String name = in.readUTF();
                  byte[] bytes = new byte[SealedBytes.readCount(in, 1)];
                  in.readFully(bytes);
                  read.put(name, bytes);
                }
                return read;
              });
      entries.forEach(state::put);
    }
    return state;
  }

  /** Writes the file durably. */
  void write(Path file) throws IOException {
    DurableFiles.write(file, SealedBytes.seal(MAGIC, this::writeBody));
  }

  private void writeBody(DataOutputStream out) throws IOException {
    out.writeInt(entries.size());
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue().length);
      out.write(entry.getValue());
    }
  }

  @Override
  public byte @Nullable [] get(String name) {
    byte[] bytes = entries.get(name);
    return bytes == null ? null : bytes.clone();
  }

  @Override
  public void put(String name, byte[] bytes) {
    byte[] old = entries.get(name);
    long newTotal = (long) totalBytes + size(name, bytes) - (old == null ? 0 : size(name, old));
    if (newTotal > MAX_BYTES) {
      throw new IllegalArgumentException(
          "task state "
              + name
              + ": all blobs together would have "
              + newTotal
              + " bytes, at most "
              + MAX_BYTES
              + " are allowed; keep large state by key");
    }
    entries.put(name, bytes.clone());
    totalBytes = (int) newTotal;
  }

  @Override
  public void remove(String name) {
    byte[] old = entries.remove(name);
    if (old != null) {
      totalBytes -= size(name, old);
    }
  }

  @Override
  public Set<String> names() {
    return new TreeSet<>(entries.keySet());
  }

  private static int size(String name, byte[] bytes) {
    return name.length() + bytes.length;
  }
}
