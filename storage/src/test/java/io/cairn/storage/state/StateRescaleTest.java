package io.cairn.storage.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

class StateRescaleTest {

  private static final int MAX_PARALLELISM = 8;

  @TempDir private Path directory;
  private StateResources resources;

  @BeforeEach
  void openResources() {
    resources = new StateResources(16 << 20, 16 << 20);
  }

  @AfterEach
  void closeResources() {
    resources.close();
  }

  @Test
  void chainsOfRandomParallelismsKeepEveryKeyOnce() throws IOException {
    AtomicInteger imports = new AtomicInteger();
    chain(
        (parts, request) -> {
          FamilyMove.byImport(parts, request);
          imports.incrementAndGet();
        },
        6);
    assertTrue(imports.get() > 0, "no files were ever imported");
  }

  @Test
  void copyingRowsGivesTheSame() throws IOException {
    chain(RowCopy::move, 3);
  }

  @Test
  void anImportThatRocksDbRefusesIsDoneByCopyingRows() throws IOException {
    AtomicInteger refusals = new AtomicInteger();
    chain(
        (parts, request) -> {
          FamilyMove.byImport(parts, request);
          refusals.incrementAndGet();
          throw new RocksDBException("refused, after half of the work");
        },
        3);
    assertTrue(refusals.get() > 0, "nothing was ever refused");
  }

  private void chain(FamilyMove move, int rounds) throws IOException {
    Random random = Seeds.newRandom();
    int parallelism = 1 + random.nextInt(MAX_PARALLELISM);
    try (RescaleModel model = new RescaleModel(directory, resources, move, random, parallelism)) {
      StringBuilder steps = new StringBuilder("parallelism " + parallelism);
      for (int round = 0; round < rounds; round++) {
        model.change(1_500);
        // The first rounds surely merge and divide; the rest is chance.
        parallelism = round == 0 ? 5 : round == 1 ? 3 : 1 + random.nextInt(MAX_PARALLELISM);
        steps.append(" -> ").append(parallelism);
        model.rescale(parallelism);
        model.verify();
      }
      System.out.println(steps);
    }
  }

  @Test
  void leftoversOfADivisionNeverComeBack() throws IOException {
    Random random = Seeds.newRandom();
    try (RescaleModel model =
        new RescaleModel(directory, resources, FamilyMove::byImport, random, 1)) {
      model.fill(30_000);
      for (int parallelism : new int[] {3, 2, 5, 1, 8, 7, 1}) {
        model.rescale(parallelism);
        model.verify();
      }
    }
  }

  @Test
  void oneOldTaskIsTakenOverWithItsFilesIdentities() throws IOException {
    Path snapshot = directory.resolve("s");
    StateSettings whole = StateSettings.of(resources, 128, 0, 1).withSmallStateBytes(0);
    List<SnapshotFile> old;
    try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("a"), whole)) {
      ValueState<Long> value = store.value("v", Serializers.LONG);
      for (long i = 0; i < 1_000; i++) {
        store.setCurrentKey(("key" + i).getBytes(UTF_8));
        value.set(i);
      }
      old = store.snapshotLocal(snapshot).files();
    }
    StateSettings half = StateSettings.of(resources, 128, 1, 2).withSmallStateBytes(0);
    RescaleRequest request =
        new RescaleRequest(
            directory.resolve("b"), half, 1, 2, List.of(new StatePart(snapshot, whole.range())));
    try (KeyedStateStore store = KeyedStateStore.openRescaled(request)) {
      store.value("v", Serializers.LONG);
      assertTrue(store.countKeys("v") > 300 && store.countKeys("v") < 700);
      LocalSnapshot next = store.snapshotLocal(directory.resolve("s2"));
      assertTrue(
          next.files().stream().anyMatch(file -> file.immutable() && old.contains(file)),
          "no file of " + old + " in " + next.files());
    }
  }

  @Test
  void partsThatDoNotCoverEachKeyGroupOnceAreRefused() throws IOException {
    List<StatePart> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      StateSettings settings = StateSettings.of(resources, 128, i, 3);
      Path snapshot = directory.resolve("s" + i);
      try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("a" + i), settings)) {
        store.value("v", Serializers.LONG);
        store.snapshotLocal(snapshot);
      }
      parts.add(new StatePart(snapshot, settings.range()));
    }
    assertRefused(List.of(parts.get(0), parts.get(2)));
    assertRefused(List.of(parts.get(0), parts.get(1)));
    assertRefused(List.of(parts.get(1), parts.get(2)));
    assertRefused(List.of(parts.get(0), parts.get(1), parts.get(1), parts.get(2)));
    StateRescale.assemble(request(directory.resolve("good"), parts));
    assertTrue(Files.exists(directory.resolve("good")));
  }

  @Test
  void anotherNumberOfKeyGroupsIsRefused() throws IOException {
    List<StatePart> parts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      StateSettings settings = StateSettings.of(resources, 64, i, 2);
      Path snapshot = directory.resolve("s" + i);
      try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("a" + i), settings)) {
        store.value("v", Serializers.LONG);
        store.snapshotLocal(snapshot);
      }
      parts.add(new StatePart(snapshot, StateSettings.of(resources, 128, i, 2).range()));
    }
    assertThrows(
        IncompatibleStateException.class,
        () -> StateRescale.assemble(request(directory.resolve("b"), parts)));
  }

  @Test
  void schemasOfOldTasksMustGoTogether() throws IOException {
    List<StatePart> parts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      StateSettings settings = StateSettings.of(resources, 128, i, 2);
      Path snapshot = directory.resolve("s" + i);
      try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("a" + i), settings)) {
        if (i == 0) {
          store.value("v", Serializers.LONG);
        } else {
          store.value("v", Serializers.STRING);
        }
        store.snapshotLocal(snapshot);
      }
      parts.add(new StatePart(snapshot, settings.range()));
    }
    IncompatibleStateException refusal =
        assertThrows(
            IncompatibleStateException.class,
            () -> StateRescale.assemble(request(directory.resolve("b"), parts)));
    assertTrue(refusal.getMessage().contains("value<long>"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("value<string>"), refusal.getMessage());
  }

  @Test
  void tasksWithoutKeyedStateNeedNoDatabase() throws IOException {
    Path snapshot = directory.resolve("s");
    StateSettings settings = StateSettings.of(resources, 128, 0, 1);
    try (KeyedStateStore store = KeyedStateStore.open(directory.resolve("a"), settings)) {
      store.taskState().putList("l", TaskState.Redistribution.UNION, List.of(new byte[] {1}));
      store.snapshotLocal(snapshot);
    }
    List<StatePart> parts = List.of(new StatePart(snapshot, settings.range()));
    try (KeyedStateStore store =
        KeyedStateStore.openRescaled(request(directory.resolve("b"), parts))) {
      assertEquals(1, store.taskState().getList("l").size());
    }
    assertFalse(Files.exists(directory.resolve("b").resolve("db")));
  }

  private void assertRefused(List<StatePart> parts) {
    assertThrows(
        IllegalArgumentException.class,
        () -> StateRescale.assemble(request(Files.createTempDirectory(directory, "t"), parts)));
  }

  private RescaleRequest request(Path target, List<StatePart> parts) {
    return new RescaleRequest(target, StateSettings.of(resources, 128, 0, 1), 0, 1, parts);
  }
}
