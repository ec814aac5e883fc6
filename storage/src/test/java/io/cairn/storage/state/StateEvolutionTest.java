package io.cairn.storage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import io.cairn.storage.typed.ProtobufSerializer;
import io.cairn.storage.typed.RecordSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that is restored by another version of the code than the one that wrote it. */
class StateEvolutionTest {

  @TempDir private Path directory;
  private StateResources resources;
  private StateSettings settings;
  private int snapshots;

  /** Versions of one record, as classes of one name. */
  private static final class First {
    record Totals(long count, String worst) {}
  }

  private static final class Second {
    record Totals(long count, String worst, Optional<Long> late) {}
  }

  private static final class Other {
    record Totals(int count, String worst) {}
  }

  private record Unordered(Map<String, Long> map) {}

  @BeforeEach
  void openResources() {
    resources = new StateResources(8 << 20, 8 << 20);
    settings = StateSettings.of(resources, 128, 0, 1);
  }

  @AfterEach
  void closeResources() {
    resources.close();
  }

  private interface Use {
    void in(KeyedStateStore store) throws IOException;
  }

  /** Opens the state of the last time, uses it, and takes the snapshot for the next time. */
  private void next(Use use) throws IOException {
    Path from = directory.resolve("s" + snapshots);
    snapshots++;
    StateSettings rowsOrFiles = snapshots % 2 == 0 ? settings : settings.withSmallStateBytes(0);
    try (KeyedStateStore store = KeyedStateStore.open(from, rowsOrFiles)) {
      store.setCurrentKey(new byte[] {1});
      use.in(store);
      store.snapshotLocal(directory.resolve("s" + snapshots));
    }
  }

  @Test
  void aRecordThatHasGrownIsReadAndItsOldVersionIsRefusedFromThenOn() throws IOException {
    next(store -> totals(store, First.Totals.class).set(new First.Totals(3, "x")));
    next(
        store -> {
          ValueState<Second.Totals> grown = totals(store, Second.Totals.class);
          assertEquals(new Second.Totals(3, "x", Optional.empty()), grown.get());
          grown.set(new Second.Totals(4, "y", Optional.of(7L)));
        });
    next(
        store -> {
          IncompatibleStateException refusal =
              assertThrows(
                  IncompatibleStateException.class, () -> totals(store, First.Totals.class));
          assertTrue(refusal.getMessage().contains(refusal.stored()), refusal.getMessage());
          assertTrue(refusal.getMessage().contains(refusal.requested()), refusal.getMessage());
          assertTrue(
              refusal.getMessage().contains("has lost its component late"), refusal.getMessage());
          assertEquals(4, totals(store, Second.Totals.class).get().count());
        });
  }

  @Test
  void aRecordOfOtherComponentsIsRefusedNamingBothSchemas() throws IOException {
    next(store -> totals(store, First.Totals.class).set(new First.Totals(3, "x")));
    next(
        store -> {
          IncompatibleStateException refusal =
              assertThrows(
                  IncompatibleStateException.class, () -> totals(store, Other.Totals.class));
          assertEquals(
              "state totals was stored as value<record Totals{count:long,worst:string}> and cannot"
                  + " be opened as value<record Totals{count:int,worst:string}>: component count of"
                  + " record Totals: it was long, is int; use the old schema, or another name for"
                  + " the new state",
              refusal.getMessage());
        });
  }

  private static <R extends Record> ValueState<R> totals(KeyedStateStore store, Class<R> type) {
    return store.value("totals", RecordSerializer.of(type));
  }

  @Test
  void aMessageMayBeOpenedAsOneOfTheSameFieldsOnly() throws IOException {
    next(
        store ->
            store
                .value("at", ProtobufSerializer.of(Timestamp.class))
                .set(Timestamp.newBuilder().setSeconds(5).build()));
    next(
        store -> {
          // Another name, but the same numbers and types.
          ValueState<Duration> same = store.value("at", ProtobufSerializer.of(Duration.class));
          assertEquals(5, same.get().getSeconds());
          IncompatibleStateException refusal =
              assertThrows(
                  IncompatibleStateException.class,
                  () -> store.value("at", ProtobufSerializer.of(StringValue.class)));
          assertTrue(
              refusal
                  .getMessage()
                  .contains(
                      "field 1 of message google.protobuf.StringValue was optional int64, is"
                          + " optional string"),
              refusal.getMessage());
        });
  }

  @Test
  void keysNeverChange() throws IOException {
    next(
        store -> {
          store.declareKeys("long");
          store.map("m", RecordSerializer.of(First.Totals.class), Serializers.LONG);
        });
    next(
        store -> {
          assertThrows(
              IncompatibleStateException.class,
              () -> store.map("m", RecordSerializer.of(Second.Totals.class), Serializers.LONG));
          assertThrows(IncompatibleStateException.class, () -> store.declareKeys("string"));
          store.declareKeys("long");
        });
  }

  @Test
  void whatHasNoOrderCannotBeAKey() throws IOException {
    next(
        store -> {
          assertThrows(
              IllegalArgumentException.class,
              () -> store.map("m", RecordSerializer.of(Unordered.class), Serializers.LONG));
          assertThrows(
              IllegalArgumentException.class,
              () -> store.map("n", ProtobufSerializer.of(Struct.class), Serializers.LONG));
          ValueState<Unordered> asValue = store.value("v", RecordSerializer.of(Unordered.class));
          asValue.set(new Unordered(new HashMap<>(Map.of("a", 1L))));
          assertEquals(Map.of("a", 1L), asValue.get().map());
        });
  }

  @Test
  void listsOfRecordsGrowToo() throws IOException {
    next(
        store ->
            store.list("l", RecordSerializer.of(First.Totals.class)).add(new First.Totals(1, "a")));
    next(
        store -> {
          ListState<Second.Totals> list = store.list("l", RecordSerializer.of(Second.Totals.class));
          list.add(new Second.Totals(2, "b", Optional.of(9L)));
          assertEquals(
              List.of(
                  new Second.Totals(1, "a", Optional.empty()),
                  new Second.Totals(2, "b", Optional.of(9L))),
              list.get());
        });
  }
}
