package io.cairn.coordinator.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in a request. Strict: a missing field, a wrong type or one that
 * nobody asked for is a 400 that names it.
 */
final class JsonFields {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final String prefix;
  private final ObjectNode object;
  private final Set<String> asked = new HashSet<>();
  private final List<JsonFields> children = new ArrayList<>();

  private JsonFields(String prefix, ObjectNode object) {
    this.prefix = prefix;
    this.object = object;
  }

  static JsonFields parse(String body) {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return new JsonFields("", object);
      }
      throw ProblemException.of(400, "malformed", "the body should be a JSON object");
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw ProblemException.of(
          400, "malformed", "the body is not JSON" + where + ": " + e.getOriginalMessage());
    }
  }

  String text(String field) {
    JsonNode node = require(field, "a text");
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw wrong(field, "should be a text that is not blank");
    }
    return node.textValue();
  }

  long number(String field, @Nullable Long otherwise) {
    if (otherwise != null && !has(field)) {
      return otherwise;
    }
    JsonNode node = require(field, "a whole number");
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrong(field, "should be a whole number");
    }
    return node.longValue();
  }

  int integer(String field, @Nullable Integer otherwise) {
    long number = number(field, otherwise == null ? null : (long) otherwise);
    if (number != (int) number) {
      throw wrong(field, "is out of range");
    }
    return (int) number;
  }

  /** Whether it is true; false when it is absent. */
  boolean flag(String field) {
    if (!has(field)) {
      return false;
    }
    JsonNode node = require(field, "true or false");
    if (!node.isBoolean()) {
      throw wrong(field, "should be true or false");
    }
    return node.booleanValue();
  }

  /** A constant by its name, in upper or lower case. */
  <E extends Enum<E>> E constant(String field, Class<E> type) {
    String text = text(field);
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
      names.add(constant.name());
    }
    throw wrong(field, "should be one of " + String.join(", ", names) + ", is '" + text + "'");
  }

  boolean has(String field) {
    asked.add(field);
    return object.hasNonNull(field);
  }

  JsonFields object(String field) {
    return child(path(field), require(field, "an object"));
  }

  /** An object, or one without fields when it is absent. */
  JsonFields objectOrEmpty(String field) {
    return has(field) ? object(field) : new JsonFields(path(field) + ".", JSON.createObjectNode());
  }

  List<JsonFields> objects(String field) {
    JsonNode node = require(field, "a list of objects");
    if (!node.isArray()) {
      throw wrong(field, "should be a list of objects");
    }
    List<JsonFields> result = new ArrayList<>();
    for (JsonNode item : node) {
      result.add(child(path(field) + "[" + result.size() + "]", item));
    }
    return result;
  }

  /** Free names with texts; empty when it is absent. */
  SortedMap<String, String> texts(String field) {
    SortedMap<String, String> result = new TreeMap<>();
    JsonFields inner = objectOrEmpty(field);
    for (Map.Entry<String, JsonNode> entry : inner.object.properties()) {
      inner.asked.add(entry.getKey());
      if (!entry.getValue().isTextual()) {
        throw inner.wrong(entry.getKey(), "should be a text");
      }
      result.put(entry.getKey(), entry.getValue().textValue());
    }
    return result;
  }

  /** Free names with whole numbers; empty when it is absent. */
  SortedMap<String, Integer> integers(String field) {
    SortedMap<String, Integer> result = new TreeMap<>();
    JsonFields inner = objectOrEmpty(field);
    for (Map.Entry<String, JsonNode> entry : inner.object.properties()) {
      result.put(entry.getKey(), inner.integer(entry.getKey(), null));
    }
    return result;
  }

  /** Texts; none when it is absent. */
  List<String> textList(String field) {
    List<String> result = new ArrayList<>();
    if (!has(field)) {
      return result;
    }
    JsonNode node = require(field, "a list of texts");
    for (JsonNode item : node) {
      if (!item.isTextual()) {
        throw wrong(field, "should be a list of texts");
      }
      result.add(item.textValue());
    }
    if (!node.isArray()) {
      throw wrong(field, "should be a list of texts");
    }
    return result;
  }

  /** Rejects what nobody asked for, here and in the objects handed out. */
  void end() {
    object
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!asked.contains(field)) {
                throw wrong(field, "is not a known field");
              }
            });
    children.forEach(JsonFields::end);
  }

  /** For values that only the asker can judge. */
  ProblemException wrong(String field, String what) {
    return ProblemException.of(400, "invalid-field", path(field) + ": " + what);
  }

  private JsonFields child(String path, JsonNode node) {
    if (!(node instanceof ObjectNode inner)) {
      throw ProblemException.of(400, "invalid-field", path + ": should be an object");
    }
    JsonFields child = new JsonFields(path + ".", inner);
    children.add(child);
    return child;
  }

  private JsonNode require(String field, String what) {
    asked.add(field);
    JsonNode node = object.get(field);
    if (node == null || node.isNull()) {
      throw wrong(field, "is missing; it should be " + what);
    }
    return node;
  }

  private String path(String field) {
    return prefix + field;
  }
}
