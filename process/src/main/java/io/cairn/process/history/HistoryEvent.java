package io.cairn.process.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One line of a history.
 *
 * @param at wall clock of the process in milliseconds since 1970, for display
 * @param seq counts the events of one run of the process, from 1; the order within a node
 * @param node the id of the process, such as {@code c1}
 * @param kind the kind of event, such as {@code checkpoint}
 * @param fields what else the line holds
 */
public record HistoryEvent(long at, long seq, String node, String kind, JsonNode fields) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a line; empty when it is not a whole event, as the last line of a killed process. */
  public static Optional<HistoryEvent> parse(String line) {
    try {
      if (JSON.readTree(line) instanceof ObjectNode tree && tree.path("at").isIntegralNumber()) {
        HistoryEvent event =
            new HistoryEvent(
                tree.path("at").asLong(),
                tree.path("seq").asLong(),
                tree.path("node").asText(),
                tree.path("kind").asText(),
                tree);
        return Optional.of(event);
      }
      return Optional.empty();
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  /** A field as text; empty text when it is absent. */
  public String text(String field) {
    return fields.path(field).asText("");
  }

  /** A field as a number; 0 when it is absent. */
  public long number(String field) {
    return fields.path(field).asLong(0);
  }
}
