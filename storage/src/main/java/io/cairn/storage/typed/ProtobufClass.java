package io.cairn.storage.typed;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cairn.storage.schema.Schema;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A generated protobuf class, reached by reflection: a job brings its own protobuf library, in its
 * own class loader and version, so its messages are of no type that is known here.
 *
 * @param parse as (byte[])Object
 * @param bytes as (Object)byte[]
 */
record ProtobufClass(Class<?> type, Schema schema, MethodHandle parse, MethodHandle bytes) {

  private static final String MESSAGE = "com.google.protobuf.Message";

  /** Whether a class is a protobuf message, of whatever library. */
  static boolean is(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> one : c.getInterfaces()) {
        if (isMessageInterface(one)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isMessageInterface(Class<?> type) {
    if (type.getName().equals(MESSAGE)) {
      return true;
    }
    for (Class<?> one : type.getInterfaces()) {
      if (isMessageInterface(one)) {
        return true;
      }
    }
    return false;
  }

  static ProtobufClass of(Class<?> type) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle parse =
          lookup.findStatic(type, "parseFrom", MethodType.methodType(type, byte[].class));
      MethodHandle bytes =
          lookup.findVirtual(type, "toByteArray", MethodType.methodType(byte[].class));
      Object descriptor = type.getMethod("getDescriptor").invoke(null);
      return new ProtobufClass(
          type,
          schema(descriptor),
          parse.asType(MethodType.methodType(Object.class, byte[].class)),
          bytes.asType(MethodType.methodType(byte[].class, Object.class)));
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalArgumentException(
          type.getName() + " is not a class that protoc has generated: " + e, e);
    }
  }

  private static Schema schema(Object descriptor) throws ReflectiveOperationException, IOException {
    Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    collect(call(descriptor, "getFile"), files);
    String name = (String) call(descriptor, "getFullName");
    return ProtobufSchemas.of(name, List.copyOf(files.values()));
  }

  /** Takes the descriptors over as bytes, from the job's protobuf library to ours. */
  private static void collect(Object file, Map<String, FileDescriptorProto> files)
      throws ReflectiveOperationException, InvalidProtocolBufferException {
    byte[] bytes = (byte[]) call(call(file, "toProto"), "toByteArray");
    FileDescriptorProto proto = FileDescriptorProto.parseFrom(bytes);
    if (files.putIfAbsent(proto.getName(), proto) == null) {
      for (Object dependency : (List<?>) call(file, "getDependencies")) {
        collect(dependency, files);
      }
    }
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    try {
      return target.getClass().getMethod(method).invoke(target);
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(method + " failed: " + e.getCause(), e);
    }
  }
}
