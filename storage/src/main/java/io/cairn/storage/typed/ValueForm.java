package io.cairn.storage.typed;

import io.cairn.storage.schema.Schema;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** How values of one type are written within a record. Immutable. */
abstract class ValueForm {

  private final Schema schema;

  ValueForm(Schema schema) {
    this.schema = schema;
  }

  final Schema schema() {
    return schema;
  }

  abstract void write(Object value, DataOutput out) throws IOException;

  abstract Object read(DataInput in) throws IOException;

  /** What the component is in a row that was written before the component was added. */
  Object whenAbsent(String component) throws IOException {
    throw new IOException("there is no component " + component + " in the stored record");
  }

  static Schema word(String word, Schema... arguments) {
    return new Schema.Plain(
        word,
        arguments.length == 0 ? Schema.Brackets.NONE : Schema.Brackets.ROUND,
        List.of(arguments));
  }

  /** The writing half of a form. */
  interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  /** The reading half of a form. */
  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  static <T> ValueForm of(String word, Class<T> type, Writer<T> writer, Reader<T> reader) {
    return new ValueForm(word(word)) {
      @Override
      void write(Object value, DataOutput out) throws IOException {
        writer.write(type.cast(value), out);
      }

      @Override
      Object read(DataInput in) throws IOException {
        return reader.read(in);
      }
    };
  }
}
