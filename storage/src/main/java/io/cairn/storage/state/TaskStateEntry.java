package io.cairn.storage.state;

import io.cairn.storage.snapshot.SealedBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a task's state. Immutable.
 *
 * @param redistribution of a list; null: a blob, which has exactly one element
 */
record TaskStateEntry(TaskState.@Nullable Redistribution redistribution, List<byte[]> elements) {

  private static final byte BLOB = 0;
  private static final byte SPLIT = 1;
  private static final byte UNION = 2;

  TaskStateEntry {
    elements = elements.stream().map(byte[]::clone).toList();
  }

  static TaskStateEntry blob(byte[] bytes) {
    return new TaskStateEntry(null, List.of(bytes));
  }

  boolean isBlob() {
    return redistribution == null;
  }

  List<byte[]> copyOfElements() {
    return elements.stream().map(byte[]::clone).toList();
  }

  /** Whether kind and bytes are the same. */
  boolean sameAs(TaskStateEntry other) {
    if (redistribution != other.redistribution || elements.size() != other.elements.size()) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      if (!Arrays.equals(elements.get(i), other.elements.get(i))) {
        return false;
      }
    }
    return true;
  }

  long size() {
    return elements.stream().mapToLong(element -> Integer.BYTES + (long) element.length).sum();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(
        isBlob() ? BLOB : redistribution == TaskState.Redistribution.SPLIT ? SPLIT : UNION);
    out.writeInt(elements.size());
    for (byte[] element : elements) {
      out.writeInt(element.length);
      out.write(element);
    }
  }

  static TaskStateEntry read(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    TaskState.@Nullable Redistribution redistribution =
        switch (kind) {
          case BLOB -> null;
          case SPLIT -> TaskState.Redistribution.SPLIT;
          case UNION -> TaskState.Redistribution.UNION;
          default -> throw new IOException("unknown kind of task state " + kind);
        };
    int count = SealedBytes.readCount(in, Integer.BYTES);
    if (kind == BLOB && count != 1) {
      throw new IOException("a blob of task state in " + count + " pieces");
    }
    List<byte[]> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] element = new byte[SealedBytes.readCount(in, 1)];
      in.readFully(element);
      elements.add(element);
    }
    return new TaskStateEntry(redistribution, elements);
  }
}
