package io.cairn.storage.schema;

import io.cairn.storage.schema.Schema.Brackets;
import io.cairn.storage.schema.Schema.Component;
import io.cairn.storage.schema.Schema.EnumType;
import io.cairn.storage.schema.Schema.Plain;
import io.cairn.storage.schema.Schema.ProtobufType;
import io.cairn.storage.schema.Schema.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether bytes that were written under one schema are read rightly under another. Pure.
 *
 * <p>Records may gain {@code Optional} components at their end, enums constants at their end,
 * protobuf messages may gain and lose fields. All else is refused, and so is any change of a key:
 * the same key must give the same bytes for ever. The reasons are in decision 16.
 */
public final class SchemaEvolution {

  private SchemaEvolution() {}

  /** Why the stored bytes cannot be read under the requested schema; empty if they can. */
  public static Optional<String> difference(Schema stored, Schema requested) {
    if (stored.equals(requested)) {
      return Optional.empty();
    }
    return stored.match(
        new Schema.Cases<>() {
          @Override
          public Optional<String> plain(Plain old) {
            return requested instanceof Plain now ? compare(old, now) : changed(old, requested);
          }

          @Override
          public Optional<String> record(RecordType old) {
            return requested instanceof RecordType now
                ? compare(old, now)
                : changed(old, requested);
          }

          @Override
          public Optional<String> enumeration(EnumType old) {
            return requested instanceof EnumType now ? compare(old, now) : changed(old, requested);
          }

          @Override
          public Optional<String> protobuf(ProtobufType old) {
            return requested instanceof ProtobufType now
                ? new ProtobufEvolution(old, now).difference()
                : changed(old, requested);
          }
        });
  }

  /**
   * What is recorded once bytes of both schemas lie beside each other. For protobuf it keeps the
   * fields that the requested one has lost: their numbers still stand in old bytes.
   *
   * @param stored as in {@link #difference}, which has found none
   */
  public static Schema merged(Schema stored, Schema requested) {
    if (stored instanceof ProtobufType old && requested instanceof ProtobufType now) {
      return new ProtobufEvolution(old, now).merged();
    }
    if (stored instanceof Plain old && requested instanceof Plain now) {
      List<Schema> arguments = new ArrayList<>();
      for (int i = 0; i < now.arguments().size(); i++) {
        arguments.add(merged(old.arguments().get(i), now.arguments().get(i)));
      }
      return new Plain(now.word(), now.brackets(), arguments);
    }
    if (stored instanceof RecordType old && requested instanceof RecordType now) {
      List<Component> components = new ArrayList<>(now.components());
      for (int i = 0; i < old.components().size(); i++) {
        Component component = now.components().get(i);
        Schema type = merged(old.components().get(i).type(), component.type());
        components.set(i, new Component(component.name(), type));
      }
      return new RecordType(now.name(), components);
    }
    return requested;
  }

  private static Optional<String> compare(Plain old, Plain now) {
    if (!old.word().equals(now.word())
        || old.brackets() != now.brackets()
        || old.arguments().size() != now.arguments().size()) {
      return changed(old, now);
    }
    int from = 0;
    if (isMapState(old)) {
      if (!old.arguments().get(0).equals(now.arguments().get(0))) {
        return Optional.of(
            "the keys of the map were "
                + old.arguments().get(0).text()
                + " and are "
                + now.arguments().get(0).text()
                + ", but keys never change");
      }
      from = 1;
    }
    for (int i = from; i < old.arguments().size(); i++) {
      Optional<String> difference = difference(old.arguments().get(i), now.arguments().get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static boolean isMapState(Plain plain) {
    return plain.brackets() == Brackets.ANGLE
        && plain.word().equals("map")
        && plain.arguments().size() == 2;
  }

  private static Optional<String> compare(RecordType old, RecordType now) {
    String record = "record " + now.name();
    for (int i = 0; i < old.components().size(); i++) {
      Component was = old.components().get(i);
      if (i >= now.components().size()) {
        return Optional.of(record + " has lost its component " + was.name());
      }
      Component is = now.components().get(i);
      if (!was.name().equals(is.name())) {
        return Optional.of(
            "component " + (i + 1) + " of " + record + " was " + was.name() + ", is " + is.name());
      }
      Optional<String> difference = difference(was.type(), is.type());
      if (difference.isPresent()) {
        return Optional.of("component " + was.name() + " of " + record + ": " + difference.get());
      }
    }
    for (Component added :
        now.components().subList(old.components().size(), now.components().size())) {
      if (!added.isOptional()) {
        return Optional.of(
            record + " has a new component " + added.name() + " that is not an Optional");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> compare(EnumType old, EnumType now) {
    int kept = Math.min(old.constants().size(), now.constants().size());
    if (kept == old.constants().size()
        && old.constants().equals(now.constants().subList(0, kept))) {
      return Optional.empty();
    }
    return Optional.of(
        "enum "
            + now.name()
            + " had the constants "
            + old.constants()
            + " and has "
            + now.constants()
            + "; new ones are added at the end");
  }

  private static Optional<String> changed(Schema old, Schema now) {
    return Optional.of("it was " + old.text() + ", is " + now.text());
  }
}
