package io.cairn.storage.typed;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The forms of containers: a count or a presence byte, and the parts. */
final class ContainerForms {

  /** A damaged count must not take memory before the bytes are seen to be missing. */
  private static final int MAX_INITIAL_CAPACITY = 1024;

  private ContainerForms() {}

  static ValueForm optional(ValueForm part) {
    return new ValueForm(ValueForm.word("optional", part.schema())) {
      @Override
      void write(Object value, DataOutput out) throws IOException {
        Optional<?> optional = (Optional<?>) value;
        out.writeBoolean(optional.isPresent());
        if (optional.isPresent()) {
          part.write(optional.get(), out);
        }
      }

      @Override
      Object read(DataInput in) throws IOException {
        return in.readBoolean() ? Optional.of(part.read(in)) : Optional.empty();
      }

      @Override
      Object whenAbsent(String component) {
        return Optional.empty();
      }
    };
  }

  static ValueForm list(ValueForm part) {
    return new ValueForm(ValueForm.word("list", part.schema())) {
      @Override
      void write(Object value, DataOutput out) throws IOException {
        writeAll((List<?>) value, part, out);
      }

      @Override
      Object read(DataInput in) throws IOException {
        int size = Lengths.read(in);
        List<Object> values = new ArrayList<>(Math.min(size, MAX_INITIAL_CAPACITY));
        for (int i = 0; i < size; i++) {
          values.add(part.read(in));
        }
        return Collections.unmodifiableList(values);
      }
    };
  }

  static ValueForm set(ValueForm part) {
    return new ValueForm(ValueForm.word("set", part.schema())) {
      @Override
      void write(Object value, DataOutput out) throws IOException {
        writeAll((Set<?>) value, part, out);
      }

      @Override
      Object read(DataInput in) throws IOException {
        int size = Lengths.read(in);
        Set<Object> values = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
          values.add(part.read(in));
        }
        return Collections.unmodifiableSet(values);
      }
    };
  }

  static ValueForm map(ValueForm key, ValueForm value) {
    return new ValueForm(ValueForm.word("map", key.schema(), value.schema())) {
      @Override
      void write(Object values, DataOutput out) throws IOException {
        Map<?, ?> map = (Map<?, ?>) values;
        Lengths.write(map.size(), out);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          key.write(entry.getKey(), out);
          value.write(entry.getValue(), out);
        }
      }

      @Override
      Object read(DataInput in) throws IOException {
        int size = Lengths.read(in);
        Map<Object, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
          values.put(key.read(in), value.read(in));
        }
        return Collections.unmodifiableMap(values);
      }
    };
  }

  private static void writeAll(Collection<?> values, ValueForm part, DataOutput out)
      throws IOException {
    Lengths.write(values.size(), out);
    for (Object value : values) {
      part.write(value, out);
    }
  }
}
