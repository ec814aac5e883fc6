package io.cairn.storage.schema;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a value mean. Its text is kept beside the values, so it is part of the format
 * of stored state: {@link #parse} of {@link #text} gives the same schema again.
 */
public sealed interface Schema {

  /** The longest text that is kept: room for some thousand fields of protobuf messages. */
  int MAX_CHARS = 64 << 10;

  /** The text, as described in docs/formats.md. */
  String text();

  /** What to do with each kind of schema. */
  interface Cases<R> {
    /** Of {@link Plain}. */
    R plain(Plain plain);

    /** Of {@link RecordType}. */
    R record(RecordType record);

    /** Of {@link EnumType}. */
    R enumeration(EnumType enumeration);

    /** Of {@link ProtobufType}. */
    R protobuf(ProtobufType protobuf);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /**
   * Reads a text. One that is not built by the rules is a {@link Plain} word of its own: its author
   * chose it freely, and it is compatible with itself alone.
   */
  static Schema parse(String text) {
    @Nullable Schema parsed = SchemaParser.parse(text);
    return parsed == null ? new Plain(text, Brackets.NONE, List.of()) : parsed;
  }

  /** How the arguments of a {@link Plain} schema are enclosed. */
  enum Brackets {
    /** No arguments. */
    NONE("", ""),
    /** The kinds of state: {@code value<long>}. */
    ANGLE("<", ">"),
    /** Containers within a value: {@code list(long)}. */
    ROUND("(", ")");

    final String open;
    final String close;

    Brackets(String open, String close) {
      this.open = open;
      this.close = close;
    }
  }

  /** A named format, perhaps with formats inside: {@code long}, {@code list(string)}. */
  record Plain(String word, Brackets brackets, List<Schema> arguments) implements Schema {

    /** Copies the arguments. */
    public Plain {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String text() {
      return word + brackets.open + joined(arguments, Schema::text) + brackets.close;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.plain(this);
    }
  }

  /** A component of a record. */
  record Component(String name, Schema type) {

    /** Whether rows without it can be read: it is then empty. */
    boolean isOptional() {
      return type instanceof Plain plain
          && plain.word().equals("optional")
          && plain.brackets() == Brackets.ROUND;
    }
  }

  /** A Java record, written component by component in their order. */
  record RecordType(String name, List<Component> components) implements Schema {

    /** Copies the components. */
    public RecordType {
      components = List.copyOf(components);
    }

    @Override
    public String text() {
      return "record "
          + name
          + "{"
          + joined(components, c -> c.name() + ":" + c.type().text())
          + "}";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.record(this);
    }
  }

  /** A Java enum, written as the place of the constant. */
  record EnumType(String name, List<String> constants) implements Schema {

    /** Copies the constants. */
    public EnumType {
      constants = List.copyOf(constants);
    }

    @Override
    public String text() {
      return "enum " + name + "{" + String.join(",", constants) + "}";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.enumeration(this);
    }
  }

  /**
   * A field of a protobuf message.
   *
   * @param label {@code optional}, {@code required}, {@code repeated} or {@code map}
   * @param kind as in a .proto file, such as {@code sint32}; {@code message}, {@code group}, or
   *     {@code enum}
   * @param message the type of a message or group by its full name; else empty
   * @param oneof the group of fields of which one at most is set; empty if it is in none
   */
  record Field(String label, String kind, String message, String oneof) {

    String text(int number) {
      return number
          + " "
          + label
          + " "
          + kind
          + (message.isEmpty() ? "" : " " + message)
          + (oneof.isEmpty() ? "" : " in " + oneof);
    }

    /** Label, kind and message, for people. */
    String shown() {
      return label + " " + kind + (message.isEmpty() ? "" : " " + message);
    }
  }

  /**
   * A protobuf message with all the messages in it.
   *
   * @param root full name of the message
   * @param types the fields of each message by number, by the messages' full names
   */
  record ProtobufType(String root, SortedMap<String, SortedMap<Integer, Field>> types)
      implements Schema {

    /** Copies the types and checks that the root is among them. */
    public ProtobufType {
      TreeMap<String, SortedMap<Integer, Field>> copy = new TreeMap<>();
      types.forEach(
          (name, fields) ->
              copy.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(fields))));
      types = Collections.unmodifiableSortedMap(copy);
      if (!types.containsKey(root)) {
        throw new IllegalArgumentException("no message " + root + " among " + types.keySet());
      }
    }

    /** The fields of a message; none if it is unknown. */
    SortedMap<Integer, Field> fields(String message) {
      return types.getOrDefault(message, Collections.emptySortedMap());
    }

    @Override
    public String text() {
      return "protobuf "
          + root
          + "{"
          + joined(
              List.copyOf(types.entrySet()),
              type ->
                  type.getKey()
                      + "{"
                      + joined(
                          List.copyOf(type.getValue().entrySet()),
                          (Map.Entry<Integer, Field> f) -> f.getValue().text(f.getKey()))
                      + "}")
          + "}";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.protobuf(this);
    }
  }

  private static <T> String joined(List<T> parts, Function<T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(","));
  }
}
