package io.cairn.process.history;

import java.util.List;
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

  /** An event of which there are thousands a second: whole numbers only. */
  final class Numbers implements HistoryLine {
    private final String kind;
    private final List<String> names;
    private final long[] values;

    /**
     * An event.
     *
     * @param names of the fields: letters only; shared by all events of the kind
     * @param values as many as names; not to be changed afterwards
     */
    public Numbers(String kind, List<String> names, long... values) {
      this.kind = kind;
      this.names = names;
      this.values = values;
    }

    @Override
    public String kind() {
      return kind;
    }

    @Override
    public void addTo(JsonLines line) {
      for (int i = 0; i < values.length; i++) {
        line.field(names.get(i), values[i]);
      }
    }
  }
}
