package io.cairn.storage.typed;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.cairn.storage.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the schema of a message out of file descriptors. Pure. */
final class ProtobufSchemas {

  private ProtobufSchemas() {}

  /**
   * The schema of a message and of all that it holds.
   *
   * @param message its full name
   * @param files that define them
   */
  static Schema of(String message, List<FileDescriptorProto> files) {
    Map<String, DescriptorProto> known = new HashMap<>();
    for (FileDescriptorProto file : files) {
      String prefix = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
      file.getMessageTypeList().forEach(type -> add(prefix, type, known));
    }
    SortedMap<String, SortedMap<Integer, Schema.Field>> types = new TreeMap<>();
    collect(message, known, types);
    return new Schema.ProtobufType(message, types);
  }

  private static void add(String prefix, DescriptorProto type, Map<String, DescriptorProto> known) {
    String name = prefix + type.getName();
    known.put(name, type);
    type.getNestedTypeList().forEach(nested -> add(name + ".", nested, known));
  }

  private static void collect(
      String message,
      Map<String, DescriptorProto> known,
      SortedMap<String, SortedMap<Integer, Schema.Field>> types) {
    if (types.containsKey(message)) {
      return;
    }
    DescriptorProto type = known.get(message);
    if (type == null) {
      throw new IllegalArgumentException("no descriptor of message " + message);
    }
    TreeMap<Integer, Schema.Field> fields = new TreeMap<>();
    types.put(message, fields);
    for (FieldDescriptorProto field : type.getFieldList()) {
      Schema.Field read = field(field, type, known);
      fields.put(field.getNumber(), read);
      if (!read.message().isEmpty()) {
        collect(read.message(), known, types);
      }
    }
  }

  private static Schema.Field field(
      FieldDescriptorProto field, DescriptorProto within, Map<String, DescriptorProto> known) {
    String kind = lower(field.getType().name(), "TYPE_");
    boolean holdsMessage = kind.equals("message") || kind.equals("group");
    // The full name begins with a dot; enums are numbers, whatever their constants are called.
    String message = holdsMessage ? field.getTypeName().substring(1) : "";
    DescriptorProto held = known.get(message);
    boolean isMap = held != null && held.getOptions().getMapEntry();
    String label = isMap ? "map" : lower(field.getLabel().name(), "LABEL_");
    boolean inOneof = field.hasOneofIndex() && !field.getProto3Optional();
    String oneof = inOneof ? within.getOneofDecl(field.getOneofIndex()).getName() : "";
    return new Schema.Field(label, kind, message, oneof);
  }

  private static String lower(String constant, String prefix) {
    return constant.substring(prefix.length()).toLowerCase(Locale.ROOT);
  }
}
