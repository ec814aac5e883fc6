package io.cairn.storage.typed;

import io.cairn.storage.schema.Schema;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** An enum: the place of the constant. Its schema lists the constants, so places keep meaning. */
final class EnumForm extends ValueForm {

  private final Object[] constants;
  private final Map<Object, Integer> places = new HashMap<>();

  EnumForm(Class<?> type) {
    super(
        new Schema.EnumType(
            type.getSimpleName(),
            Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList()));
    this.constants = type.getEnumConstants();
    for (int i = 0; i < constants.length; i++) {
      places.put(constants[i], i);
    }
  }

  @Override
  void write(Object value, DataOutput out) throws IOException {
    Integer place = places.get(value);
    if (place == null) {
      throw new IOException(value + " is no constant of this enum");
    }
    Lengths.write(place, out);
  }

  @Override
  Object read(DataInput in) throws IOException {
    int place = Lengths.read(in);
    if (place >= constants.length) {
      throw new IOException(
          "constant " + place + " of an enum of " + constants.length + ": it was written later");
    }
    return constants[place];
  }
}
