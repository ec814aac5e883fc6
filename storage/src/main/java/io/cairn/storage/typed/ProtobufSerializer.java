package io.cairn.storage.typed;

import io.cairn.storage.schema.Schema;
import io.cairn.storage.state.Serializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes protobuf messages, with a schema made from their descriptor. Immutable, any thread.
 *
 * <p>Values that were written under an older version of the message are read as protobuf does it:
 * what is missing has its default, and fields that the newer version lacks are kept as unknown
 * ones. Which versions go together is decided field by field; see {@link
 * io.cairn.storage.schema.SchemaEvolution}.
 */
public final class ProtobufSerializer<M> implements Serializer<M> {

  private final Class<M> type;
  private final ProtobufForm form;
  private final String schema;

  private ProtobufSerializer(Class<M> type) {
    this.type = type;
    this.form = new ProtobufForm(ProtobufClass.of(type));
    this.schema = form.schema().text();
  }

  /**
   * Makes the serializer of a class; slow, for once.
   *
   * @param type a class that protoc has generated, for any protobuf library from 3.0 on
   * @throws IllegalArgumentException if it is not such a class
   */
  public static <M> ProtobufSerializer<M> of(Class<M> type) {
    if (!ProtobufClass.is(type)) {
      throw new IllegalArgumentException(type.getName() + " is not a protobuf message");
    }
    ProtobufSerializer<M> serializer = new ProtobufSerializer<>(type);
    if (serializer.schema.length() > Schema.MAX_CHARS) {
      throw new IllegalArgumentException(
          "the schema of " + type.getName() + " has " + serializer.schema.length() + " characters");
    }
    return serializer;
  }

  @Override
  public void write(M value, DataOutput out) throws IOException {
    form.write(value, out);
  }

  @Override
  public M read(DataInput in) throws IOException {
    return type.cast(form.read(in));
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public String toString() {
    return "ProtobufSerializer[" + type.getName() + "]";
  }
}
