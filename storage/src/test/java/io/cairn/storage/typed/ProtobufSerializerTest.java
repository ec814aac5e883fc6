package io.cairn.storage.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.cairn.storage.schema.Schema;
import io.cairn.storage.schema.SchemaEvolution;
import io.cairn.storage.state.Serializer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtobufSerializerTest {

  @Test
  void messagesAreReadBackEqual() throws IOException {
    ProtobufSerializer<Struct> serializer = ProtobufSerializer.of(Struct.class);
    Struct value =
        Struct.newBuilder().putFields("a", Value.newBuilder().setStringValue("x").build()).build();
    byte[] bytes = RecordSerializerTest.write(serializer, value);
    assertEquals(value, RecordSerializerTest.read(serializer, bytes));
  }

  @Test
  void theSchemaHoldsAllMessagesWithinEvenThoseThatHoldThemselves() {
    assertEquals(
        "protobuf google.protobuf.Timestamp{google.protobuf.Timestamp{"
            + "1 optional int64,2 optional int32}}",
        ProtobufSerializer.of(Timestamp.class).schema());
    String struct = ProtobufSerializer.of(Struct.class).schema();
    assertTrue(struct.contains("1 map message google.protobuf.Struct.FieldsEntry"), struct);
    assertTrue(struct.contains("1 optional enum in kind"), struct);
    assertTrue(Schema.parse(struct) instanceof Schema.ProtobufType, struct);
    assertEquals(struct, Schema.parse(struct).text());
  }

  /** A job brings its own protobuf library: the class is not of the type that is known here. */
  @Test
  void messagesOfAnotherProtobufLibraryAreWrittenToo() throws Exception {
    URL library = Message.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader job =
        new URLClassLoader(new URL[] {library}, ClassLoader.getPlatformClassLoader())) {
      Class<?> foreign = job.loadClass(Timestamp.class.getName());
      assertNotSame(Timestamp.class, foreign);
      assertForeign(foreign);
    }
  }

  private static <M> void assertForeign(Class<M> foreign) throws Exception {
    Timestamp ours = Timestamp.newBuilder().setSeconds(5).setNanos(6).build();
    Object theirs = foreign.getMethod("parseFrom", byte[].class).invoke(null, ours.toByteArray());
    Serializer<M> serializer = ProtobufSerializer.of(foreign);
    byte[] bytes = RecordSerializerTest.write(serializer, foreign.cast(theirs));
    assertEquals(theirs, RecordSerializerTest.read(serializer, bytes));
    assertEquals(ProtobufSerializer.of(Timestamp.class).schema(), serializer.schema());
    assertEquals(ours, RecordSerializerTest.read(ProtobufSerializer.of(Timestamp.class), bytes));
  }

  @Test
  void whatIsNoMessageIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ProtobufSerializer.of(String.class));
    assertThrows(IllegalArgumentException.class, () -> ProtobufSerializer.of(Message.class));
  }

  /** Descriptors as protoc makes them of two versions of a file. */
  @Test
  void versionsOfAMessageAreComparedByTheirDescriptors() throws Exception {
    Schema first =
        schema(
            """
            name: "a.proto" package: "p" syntax: "proto3"
            message_type {
              name: "A"
              field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "legs" number: 2 type: TYPE_MESSAGE type_name: ".p.A.Leg"
                label: LABEL_REPEATED }
              nested_type { name: "Leg"
                field { name: "miles" number: 1 type: TYPE_DOUBLE label: LABEL_OPTIONAL } }
            }
            """);
    Schema grown =
        schema(
            """
            name: "a.proto" package: "p" syntax: "proto3"
            message_type {
              name: "A"
              field { name: "full_name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "legs" number: 2 type: TYPE_MESSAGE type_name: ".p.A.Leg"
                label: LABEL_REPEATED }
              field { name: "note" number: 3 type: TYPE_STRING label: LABEL_OPTIONAL
                oneof_index: 0 proto3_optional: true }
              nested_type { name: "Leg"
                field { name: "miles" number: 1 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
                field { name: "to" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL } }
              oneof_decl { name: "_note" }
            }
            """);
    Schema changed =
        schema(
            """
            name: "a.proto" package: "p" syntax: "proto3"
            message_type {
              name: "A"
              field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "legs" number: 2 type: TYPE_MESSAGE type_name: ".p.A.Leg"
                label: LABEL_REPEATED }
              nested_type { name: "Leg"
                field { name: "miles" number: 1 type: TYPE_INT64 label: LABEL_OPTIONAL } }
            }
            """);
    assertTrue(SchemaEvolution.difference(first, grown).isEmpty());
    assertTrue(SchemaEvolution.difference(grown, first).isEmpty());
    String difference = SchemaEvolution.difference(grown, changed).orElseThrow();
    assertTrue(
        difference.contains("field 1 of message p.A.Leg was optional double, is optional int64"),
        difference);
    assertFalse(grown.text().contains("_note"), grown.text());
  }

  private static Schema schema(String descriptor) throws TextFormat.ParseException {
    FileDescriptorProto file = TextFormat.parse(descriptor, FileDescriptorProto.class);
    return ProtobufSchemas.of("p.A", List.of(file));
  }
}
