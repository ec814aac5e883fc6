package io.cairn.storage.schema;

import io.cairn.storage.schema.Schema.EnumType;
import io.cairn.storage.schema.Schema.Plain;
import io.cairn.storage.schema.Schema.ProtobufType;
import io.cairn.storage.schema.Schema.RecordType;
import java.util.Optional;
import java.util.stream.Stream;

/** Which schemas can be those of keys: equal keys must have equal bytes. Pure. */
public final class KeySchemas {

  private KeySchemas() {}

  /** Why values of a schema cannot be keys; empty if they can, as far as can be known. */
  public static Optional<String> problem(Schema schema) {
    return problem(schema, false);
  }

  private static Optional<String> problem(Schema schema, boolean inRecord) {
    return schema.match(
        new Schema.Cases<>() {
          @Override
          public Optional<String> plain(Plain plain) {
            boolean unordered = plain.word().equals("map") || plain.word().equals("set");
            if (inRecord && unordered) {
              return Optional.of("the order of a " + plain.word() + " is not part of its value");
            }
            return first(plain.arguments().stream().map(part -> problem(part, inRecord)));
          }

          @Override
          public Optional<String> record(RecordType record) {
            return first(
                record.components().stream()
                    .map(
                        c ->
                            problem(c.type(), true)
                                .map(p -> record.name() + "." + c.name() + ": " + p)));
          }

          @Override
          public Optional<String> enumeration(EnumType enumeration) {
            return Optional.empty();
          }

          @Override
          public Optional<String> protobuf(ProtobufType protobuf) {
            boolean hasMap =
                protobuf.types().values().stream()
                    .flatMap(fields -> fields.values().stream())
                    .anyMatch(field -> field.label().equals("map"));
            return hasMap
                ? Optional.of(
                    "message "
                        + protobuf.root()
                        + " holds a map, whose order is not part of its value")
                : Optional.empty();
          }
        });
  }

  private static Optional<String> first(Stream<Optional<String>> problems) {
    return problems.flatMap(Optional::stream).findFirst();
  }
}
