package io.cairn.storage.typed;

import io.cairn.storage.schema.Schema;
import io.cairn.storage.state.Serializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes Java records by their components, with a schema made from the class. Immutable, any
 * thread.
 *
 * <p>No component may be null: what can be missing is an {@code Optional}. Lists, sets and maps are
 * read back unmodifiable, in the order in which they were written. A later version of the class may
 * have further {@code Optional} components at its end; see {@link
 * io.cairn.storage.schema.SchemaEvolution}.
 */
public final class RecordSerializer<R extends Record> implements Serializer<R> {

  private final Class<R> type;
  private final RecordForm form;
  private final String schema;

  private RecordSerializer(Class<R> type, RecordForm form) {
    this.type = type;
    this.form = form;
    this.schema = form.schema().text();
  }

  /**
   * Makes the serializer of a class; slow, for once.
   *
   * @throws IllegalArgumentException if a component has a type that cannot be written; names it
   */
  public static <R extends Record> RecordSerializer<R> of(Class<R> type) {
    if (!type.isRecord() || type.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          type.getName() + " is not a record class without type parameters");
    }
    RecordSerializer<R> serializer = new RecordSerializer<>(type, new Forms().record(type));
    if (serializer.schema.length() > Schema.MAX_CHARS) {
      throw new IllegalArgumentException(
          "the schema of " + type.getName() + " has " + serializer.schema.length() + " characters");
    }
    return serializer;
  }

  @Override
  public void write(R value, DataOutput out) throws IOException {
    form.write(value, out);
  }

  @Override
  public R read(DataInput in) throws IOException {
    return type.cast(form.read(in));
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public String toString() {
    return "RecordSerializer[" + schema + "]";
  }
}
