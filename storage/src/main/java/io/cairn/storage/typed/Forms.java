package io.cairn.storage.typed;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the forms of a record class and all that it holds, by reflection. Of one thread. */
final class Forms {

  private final Deque<Class<?>> within = new ArrayDeque<>();

  /**
   * The form of a record class.
   *
   * @throws IllegalArgumentException naming the component that has no form
   */
  RecordForm record(Class<?> type) {
    if (within.contains(type)) {
      throw unsupported(type, "record " + type.getSimpleName() + " contains itself");
    }
    within.push(type);
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      List<RecordComponentForm> components = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        components.add(component(component, lookup));
      }
      return new RecordForm(type, List.copyOf(components), constructor(type, lookup));
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "record " + type.getName() + " cannot be reached: " + e, e);
    } finally {
      within.pop();
    }
  }

  private RecordComponentForm component(RecordComponent component, MethodHandles.Lookup lookup)
      throws IllegalAccessException {
    ValueForm form;
    try {
      form = form(component.getGenericType());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getSimpleName()
              + "."
              + component.getName()
              + ": "
              + e.getMessage(),
          e);
    }
    MethodHandle accessor = lookup.unreflect(component.getAccessor());
    return RecordComponentForm.of(component.getName(), component.getType(), form, accessor);
  }

  private static MethodHandle constructor(Class<?> type, MethodHandles.Lookup lookup)
      throws NoSuchMethodException, IllegalAccessException {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return lookup
        .findConstructor(type, MethodType.methodType(void.class, parameters))
        .asSpreader(Object[].class, parameters.length)
        .asType(MethodType.methodType(Object.class, Object[].class));
  }

  private ValueForm form(Type type) {
    if (type instanceof Class<?> plain) {
      return plainForm(plain);
    }
    if (type instanceof ParameterizedType container) {
      Type[] parts = container.getActualTypeArguments();
      Type raw = container.getRawType();
      if (raw == Optional.class) {
        return ContainerForms.optional(form(parts[0]));
      } else if (raw == List.class) {
        return ContainerForms.list(form(parts[0]));
      } else if (raw == Set.class) {
        return ContainerForms.set(form(parts[0]));
      } else if (raw == Map.class) {
        return ContainerForms.map(form(parts[0]), form(parts[1]));
      }
    }
    throw unsupported(type, type.getTypeName() + " cannot be written");
  }

  private ValueForm plainForm(Class<?> type) {
    @Nullable ValueForm scalar = ScalarForms.of(type);
    if (scalar != null) {
      return scalar;
    }
    if (type.isEnum()) {
      return new EnumForm(type);
    }
    if (type.isRecord() && type.getTypeParameters().length == 0) {
      return record(type);
    }
    if (ProtobufClass.is(type)) {
      return new ProtobufForm(ProtobufClass.of(type));
    }
    throw unsupported(type, type.getTypeName() + " cannot be written");
  }

  private static IllegalArgumentException unsupported(Type type, String problem) {
    return new IllegalArgumentException(
        problem
            + "; a record may hold "
            + ScalarForms.names()
            + ", enums, other records without type parameters, protobuf messages, and Optional,"
            + " List, Set and Map of these ("
            + type.getTypeName()
            + " can have a serializer of your own)");
  }
}
