package io.cairn.agent.runtime;

import io.cairn.api.Serializer;
import io.cairn.api.TaskList;
import io.cairn.storage.state.TaskState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A task's list, in memory; in the task state at each snapshot. Of the task's thread. */
final class HeldList<V> implements TaskList<V> {
  private final String name;
  private final Serializer<V> serializer;
  private final Sharing sharing;
  private final TaskState state;
  private List<V> elements = new ArrayList<>();

  private HeldList(String name, Serializer<V> serializer, Sharing sharing, TaskState state) {
    this.name = name;
    this.serializer = serializer;
    this.sharing = sharing;
    this.state = state;
  }

  /**
   * Opens a list with what the restored checkpoint has of it.
   *
   * @param name in the task state
   * @throws IllegalStateException if an element cannot be read
   */
  static <V> HeldList<V> open(
      String name, Serializer<V> serializer, TaskList.Sharing sharing, TaskState state) {
    HeldList<V> list = new HeldList<>(name, serializer, sharing, state);
    List<byte[]> restored = state.getList(name);
    if (restored != null) {
      for (byte[] octets : restored) {
        list.elements.add(list.read(octets));
      }
    }
    return list;
  }

  private V read(byte[] octets) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(octets);
      V element = serializer.read(new DataInputStream(in));
      if (in.available() > 0) {
        throw new IOException(in.available() + " octets are left over");
      }
      return element;
    } catch (IOException e) {
      throw new IllegalStateException(name + " holds an element that cannot be read: " + e, e);
    }
  }

  /** Writes the elements into the task state. */
  void keep() throws IOException {
    List<byte[]> written = new ArrayList<>();
    for (V element : elements) {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      serializer.write(element, new DataOutputStream(octets));
      written.add(octets.toByteArray());
    }
    state.putList(
        name,
        sharing == Sharing.DEALT ? TaskState.Redistribution.SPLIT : TaskState.Redistribution.UNION,
        written);
  }

  @Override
  public List<V> get() {
    return List.copyOf(elements);
  }

  @Override
  public void add(V element) {
    elements.add(element);
  }

  @Override
  public void set(List<? extends V> now) {
    elements = new ArrayList<>(now);
  }
}
