package io.cairn.storage.schema;

import io.cairn.storage.schema.Schema.Field;
import io.cairn.storage.schema.Schema.ProtobufType;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares two versions of a protobuf message field by field, by their numbers; names mean nothing
 * on the wire. See "Updating a message type" in the protobuf language guide; changes that it allows
 * at the price of truncated values are refused. Of one thread.
 */
final class ProtobufEvolution {

  private final ProtobufType old;
  private final ProtobufType now;
  private final Set<Map.Entry<String, String>> compared = new HashSet<>();

  ProtobufEvolution(ProtobufType old, ProtobufType now) {
    this.old = old;
    this.now = now;
  }

  Optional<String> difference() {
    compared.clear();
    return difference(old.root(), now.root());
  }

  private Optional<String> difference(String oldMessage, String newMessage) {
    if (!compared.add(Map.entry(oldMessage, newMessage))) {
      return Optional.empty(); // A message that holds itself: this pair is being compared already.
    }
    SortedMap<Integer, Field> before = old.fields(oldMessage);
    for (Map.Entry<Integer, Field> entry : now.fields(newMessage).entrySet()) {
      String place = "field " + entry.getKey() + " of message " + newMessage;
      Field is = entry.getValue();
      Field was = before.get(entry.getKey());
      if (was == null) {
        if (is.label().equals("required")) {
          return Optional.of(place + " is new and required, which old values lack");
        }
        continue;
      }
      if (!sameForm(was, is)) {
        return Optional.of(place + " was " + was.shown() + ", is " + is.shown());
      }
      if (joinsOthers(entry.getKey(), was, before, now.fields(newMessage))) {
        return Optional.of(
            place + " has moved into oneof " + is.oneof() + " beside another field of before");
      }
      if (!is.message().isEmpty()) {
        Optional<String> difference = difference(was.message(), is.message());
        if (difference.isPresent()) {
          return difference;
        }
      }
    }
    return Optional.empty();
  }

  /** Labels optional and required are the same bytes; all values of before have a required one. */
  private static boolean sameForm(Field was, Field is) {
    boolean optional = was.label().equals("optional") || was.label().equals("required");
    return was.kind().equals(is.kind())
        && (was.label().equals(is.label()) || (optional && is.label().equals("optional")));
  }

  /** Of two fields that could both be set, one would be lost in a common oneof. */
  private static boolean joinsOthers(
      int number, Field was, SortedMap<Integer, Field> before, SortedMap<Integer, Field> after) {
    Field is = after.getOrDefault(number, was);
    if (is.oneof().isEmpty()) {
      return false;
    }
    for (Map.Entry<Integer, Field> other : after.entrySet()) {
      Field otherBefore = before.get(other.getKey());
      if (other.getKey() != number
          && otherBefore != null
          && other.getValue().oneof().equals(is.oneof())
          && !together(was, otherBefore)) {
        return true;
      }
    }
    return false;
  }

  private static boolean together(Field one, Field other) {
    return !one.oneof().isEmpty() && one.oneof().equals(other.oneof());
  }

  ProtobufType merged() {
    SortedMap<String, SortedMap<Integer, Field>> types = new TreeMap<>();
    now.types().forEach((name, fields) -> types.put(name, new TreeMap<>(fields)));
    compared.clear();
    merge(old.root(), now.root(), types);
    return new ProtobufType(now.root(), types);
  }

  private void merge(
      String oldMessage, String newMessage, SortedMap<String, SortedMap<Integer, Field>> types) {
    if (!compared.add(Map.entry(oldMessage, newMessage))) {
      return;
    }
    SortedMap<Integer, Field> fields = types.computeIfAbsent(newMessage, n -> new TreeMap<>());
    old.fields(oldMessage)
        .forEach(
            (number, was) -> {
              Field is = fields.putIfAbsent(number, was);
              if (!was.message().isEmpty()) {
                merge(was.message(), is == null ? was.message() : is.message(), types);
              }
            });
  }
}
