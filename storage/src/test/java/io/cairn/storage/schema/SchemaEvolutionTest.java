package io.cairn.storage.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaEvolutionTest {

  private static final String MESSAGE =
      "protobuf p.A{p.A{1 optional string,2 repeated int32,3 optional message p.B,"
          + "4 optional int64 in pick,5 optional int64 in pick,7 required bool},"
          + "p.B{1 optional message p.A,2 optional enum}}";

  @Test
  void everyTextIsReadBackAsItWasWritten() {
    for (String text :
        List.of(
            "long",
            "flight/2",
            "value<long>",
            "map<string,list(pair(int,string))>",
            "value<record R{a:int,b:optional(list(enum E{X,Y})),c:map(string,uuid)}>",
            "value<record Empty{}>",
            "list<" + MESSAGE + ">",
            "unbalanced(",
            "record R{a}",
            "a,b",
            "")) {
      assertEquals(text, Schema.parse(text).text());
    }
    assertTrue(
        Schema.parse("value<" + MESSAGE + ">") instanceof Schema.Plain plain
            && plain.arguments().get(0) instanceof Schema.ProtobufType);
    assertTrue(Schema.parse("x(".repeat(10_000)) instanceof Schema.Plain);
  }

  @Test
  void recordsGrowByOptionalComponentsAtTheEnd() {
    String old = "value<record R{a:int,b:string}>";
    accepted(old, "value<record R{a:int,b:string,c:optional(long)}>");
    accepted(old, "value<record Renamed{a:int,b:string}>");
    accepted("list<list(record R{a:int})>", "list<list(record R{a:int,b:optional(int)})>");
    accepted(
        "value<record R{a:record S{x:int}}>", "value<record R{a:record S{x:int,y:optional(int)}}>");
    refused(old, "value<record R{a:int,b:string,c:long}>", "not an Optional");
    refused(old, "value<record R{a:int}>", "lost its component b");
    refused(old, "value<record R{b:string,a:int}>", "component 1 of record R was a, is b");
    refused(old, "value<record R{a:long,b:string}>", "it was int, is long");
    refused(old, "value<record R{c:optional(int),a:int,b:string}>", "was a, is c");
    refused(old, "list<record R{a:int,b:string}>", "it was value<");
    refused(old, "value<string>", "is string");
  }

  @Test
  void enumsGrowAtTheEnd() {
    accepted("value<enum E{A,B}>", "value<enum E{A,B,C}>");
    refused("value<enum E{A,B}>", "value<enum E{B,A}>", "constants");
    refused("value<enum E{A,B}>", "value<enum E{A}>", "constants");
    refused("value<enum E{A,B}>", "value<enum E{C,A,B}>", "constants");
  }

  @Test
  void keysOfMapsNeverChange() {
    accepted("map<string,record R{a:int}>", "map<string,record R{a:int,b:optional(int)}>");
    refused(
        "map<record R{a:int},string>",
        "map<record R{a:int,b:optional(int)},string>",
        "keys never change");
  }

  @Test
  void protobufFieldsMayComeAndGoButNotChange() {
    messageAccepted("5 optional int64 in pick,", "5 optional int64 in pick,6 optional string,");
    messageAccepted("1 optional string,", "");
    messageAccepted("p.A", "p.A2");
    messageAccepted("7 required bool", "7 optional bool");
    messageRefused(
        "1 optional string,", "1 optional bytes,", "field 1 of message p.A was optional");
    messageRefused("2 repeated int32", "2 optional int32", "field 2");
    messageRefused("2 optional enum", "2 optional int32", "field 2 of message p.B");
    messageRefused("7 required bool", "7 required bool,8 required bool", "new and required");
    messageRefused("2 optional enum", "2 required enum", "field 2 of message p.B");
    messageRefused("5 optional int64 in pick", "5 optional sint64 in pick", "is optional sint64");
    messageRefused("1 optional string", "1 optional string in pick", "moved into oneof");
    messageRefused("3 optional message p.B", "3 optional group p.B", "group");
  }

  @Test
  void theNumberOfARemovedFieldKeepsItsType() {
    Schema first = Schema.parse("value<protobuf p.A{p.A{1 optional string,2 optional int32}}>");
    Schema second = Schema.parse("value<protobuf p.A{p.A{1 optional string}}>");
    assertEquals(Optional.empty(), SchemaEvolution.difference(first, second));
    Schema recorded = SchemaEvolution.merged(first, second);
    Schema reused = Schema.parse("value<protobuf p.A{p.A{1 optional string,2 optional bytes}}>");
    assertEquals(Optional.empty(), SchemaEvolution.difference(second, reused));
    assertTrue(SchemaEvolution.difference(recorded, reused).isPresent());
    assertEquals(Optional.empty(), SchemaEvolution.difference(recorded, first));
  }

  @Test
  void freelyChosenNamesAreCompatibleWithThemselvesOnly() {
    accepted("value<flight/1>", "value<flight/1>");
    refused("value<flight/1>", "value<flight/2>", "flight/2");
    refused("value<odd(>", "value<odd)>", "odd)");
  }

  @Test
  void whatHasNoOrderIsNoKey() {
    assertTrue(KeySchemas.problem(Schema.parse("record R{a:list(set(int))}")).isPresent());
    assertTrue(KeySchemas.problem(Schema.parse("pair(int,record R{a:map(int,int)})")).isPresent());
    assertTrue(
        KeySchemas.problem(Schema.parse("protobuf p.A{p.A{1 map message p.E},p.E{}}")).isPresent());
    assertTrue(KeySchemas.problem(Schema.parse("record R{a:list(int),b:uuid}")).isEmpty());
    assertTrue(KeySchemas.problem(Schema.parse(MESSAGE)).isEmpty());
  }

  private static void messageAccepted(String part, String replacement) {
    assertTrue(MESSAGE.contains(part), part);
    accepted("value<" + MESSAGE + ">", "value<" + MESSAGE.replace(part, replacement) + ">");
  }

  private static void messageRefused(String part, String replacement, String reason) {
    assertTrue(MESSAGE.contains(part), part);
    refused("value<" + MESSAGE + ">", "value<" + MESSAGE.replace(part, replacement) + ">", reason);
  }

  private static void accepted(String stored, String requested) {
    Schema before = Schema.parse(stored);
    Schema after = Schema.parse(requested);
    assertEquals(Optional.empty(), SchemaEvolution.difference(before, after));
    Schema merged = SchemaEvolution.merged(before, after);
    assertEquals(Optional.empty(), SchemaEvolution.difference(merged, after));
    assertEquals(merged, Schema.parse(merged.text()));
  }

  private static void refused(String stored, String requested, String reason) {
    String difference =
        SchemaEvolution.difference(Schema.parse(stored), Schema.parse(requested)).orElse("none");
    assertTrue(difference.contains(reason), difference);
  }
}
