package io.cairn.storage.typed;

import io.cairn.storage.schema.Schema;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * A record: the number of its components (1 byte), and the components in their order. A row with
 * fewer of them was written before the last ones were added.
 */
final class RecordForm extends ValueForm {

  /** The class file format allows at most 255 parameters of a constructor, so a byte suffices. */
  private final List<RecordComponentForm> components;

  private final MethodHandle constructor;
  private final String name;

  /**
   * @param constructor the canonical one, as (Object[])Object
   */
  RecordForm(Class<?> type, List<RecordComponentForm> components, MethodHandle constructor) {
    super(
        new Schema.RecordType(
            type.getSimpleName(),
            components.stream()
                .map(c -> new Schema.Component(c.name(), c.form().schema()))
                .toList()));
    this.components = components;
    this.constructor = constructor;
    this.name = type.getSimpleName();
  }

  @Override
  void write(Object value, DataOutput out) throws IOException {
    int size = components.size();
    out.writeByte(size);
    for (int i = 0; i < size; i++) {
      components.get(i).write(value, out);
    }
  }

  @Override
  Object read(DataInput in) throws IOException {
    int stored = in.readUnsignedByte();
    int size = components.size();
    if (stored > size) {
      throw new IOException(
          "record " + name + " has " + stored + " components here, the class only " + size);
    }
    Object[] values = new Object[size];
    for (int i = 0; i < size; i++) {
      RecordComponentForm component = components.get(i);
      values[i] =
          i < stored ? component.form().read(in) : component.form().whenAbsent(component.name());
    }
    try {
      return (Object) constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("the constructor of record " + name + " failed", e);
    }
  }
}
