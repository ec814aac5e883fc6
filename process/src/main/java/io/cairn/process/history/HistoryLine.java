package io.cairn.process.history;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An event to be written; time, number and node are the writer's. Immutable. */
public sealed interface HistoryLine {
  /** What happened. */
  String kind();

  /** Adds its fields. */
  void addTo(JsonLines line);

  /**
   * Any event.
   *
   * @param fields texts, numbers, booleans, or lists and maps of them
   */
  record Fields(String kind, Map<String, ?> fields) implements HistoryLine {
    @Override
    public void addTo(JsonLines line) {
      fields.forEach(line::field);
    }
  }

  /** One of the events that come by the thousand and differ in one number. */
  record OneOfMany(Shared shared, long value) implements HistoryLine {
    @Override
    public String kind() {
      return shared.kind;
    }

    @Override
    public void addTo(JsonLines line) {
      line.around(shared.before, value, shared.after);
    }
  }

  /** What such events share, encoded once for all: whole numbers only. Immutable. */
  final class Shared {
    private final String kind;
    private final byte[] before;
    private final byte[] after;

    private Shared(String kind, byte[] before, byte[] after) {
      this.kind = kind;
      this.before = before;
      this.after = after;
    }

    /**
     * Events of a kind. The names are of letters only.
     *
     * @param before the fields before the number that differs, in order
     * @param name of the field that differs
     * @param after the fields after it
     */
    public static Shared of(
        String kind, Map<String, Long> before, String name, Map<String, Long> after) {
      StringBuilder text = new StringBuilder();
      before.forEach((each, value) -> field(text, each).append(value));
      byte[] first = ascii(field(text, name));
      text.setLength(0);
      after.forEach((each, value) -> field(text, each).append(value));
      return new Shared(kind, first, ascii(text));
    }

    private static StringBuilder field(StringBuilder text, String name) {
      return text.append(",\"").append(name).append("\":");
    }

    private static byte[] ascii(StringBuilder text) {
      return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
  }
}
