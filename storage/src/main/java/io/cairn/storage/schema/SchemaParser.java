package io.cairn.storage.schema;

import io.cairn.storage.schema.Schema.Brackets;
import io.cairn.storage.schema.Schema.Component;
import io.cairn.storage.schema.Schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a schema's text by recursive descent. Of one thread. */
final class SchemaParser {

  /** Nested deeper than this, a text is not one of ours: it must not exhaust the stack. */
  private static final int MAX_DEPTH = 64;

  private static final String DELIMITERS = "<>(){},";

  private final String text;
  private int at;
  private int depth;

  private SchemaParser(String text) {
    this.text = text;
  }

  /** The text is not built by the rules. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The schema, or null if the text is not built by the rules. */
  static @Nullable Schema parse(String text) {
    SchemaParser parser = new SchemaParser(text);
    try {
      Schema schema = parser.schema();
      return parser.at == text.length() && schema.text().equals(text) ? schema : null;
    } catch (Malformed | IllegalArgumentException e) {
      return null;
    }
  }

  private Schema schema() throws Malformed {
    if (++depth > MAX_DEPTH) {
      throw new Malformed();
    }
    String word = word(DELIMITERS);
    Schema schema;
    if (peek('{') && word.startsWith("record ")) {
      schema = new Schema.RecordType(word.substring(7), listed('{', '}', this::component));
    } else if (peek('{') && word.startsWith("enum ")) {
      schema = new Schema.EnumType(word.substring(5), listed('{', '}', () -> word(DELIMITERS)));
    } else if (peek('{') && word.startsWith("protobuf ")) {
      schema = protobuf(word.substring(9));
    } else if (peek('<')) {
      schema = new Schema.Plain(word, Brackets.ANGLE, listed('<', '>', this::schema));
    } else if (peek('(')) {
      schema = new Schema.Plain(word, Brackets.ROUND, listed('(', ')', this::schema));
    } else {
      schema = new Schema.Plain(word, Brackets.NONE, List.of());
    }
    depth--;
    return schema;
  }

  private Component component() throws Malformed {
    String name = word(DELIMITERS + ":");
    expect(':');
    return new Component(name, schema());
  }

  private Schema protobuf(String root) throws Malformed {
    TreeMap<String, SortedMap<Integer, Field>> types = new TreeMap<>();
    listed(
        '{',
        '}',
        () -> {
          String name = word(DELIMITERS);
          TreeMap<Integer, Field> fields = new TreeMap<>();
          listed('{', '}', () -> field(fields));
          return types.put(name, fields) == null;
        });
    return new Schema.ProtobufType(root, types);
  }

  private boolean field(SortedMap<Integer, Field> fields) throws Malformed {
    String[] words = word(DELIMITERS).split(" ", -1);
    int next = 3;
    if (words.length < next) {
      throw new Malformed();
    }
    boolean hasMessage = words[2].equals("message") || words[2].equals("group");
    String message = hasMessage && next < words.length ? words[next++] : "";
    String oneof = "";
    if (next + 2 == words.length && words[next].equals("in")) {
      oneof = words[next + 1];
      next += 2;
    }
    if (next != words.length) {
      throw new Malformed();
    }
    Field field = new Field(words[1], words[2], message, oneof);
    return fields.put(Integer.parseInt(words[0]), field) == null;
  }

  private interface Part<T> {
    T read() throws Malformed;
  }

  private <T> List<T> listed(char open, char close, Part<T> part) throws Malformed {
    expect(open);
    List<T> parts = new ArrayList<>();
    while (!peek(close)) {
      if (!parts.isEmpty()) {
        expect(',');
      }
      parts.add(part.read());
    }
    expect(close);
    return parts;
  }

  private String word(String delimiters) throws Malformed {
    int from = at;
    while (at < text.length() && delimiters.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == from) {
      throw new Malformed();
    }
    return text.substring(from, at);
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void expect(char c) throws Malformed {
    if (!peek(c)) {
      throw new Malformed();
    }
    at++;
  }
}
