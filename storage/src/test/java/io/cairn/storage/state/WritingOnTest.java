package io.cairn.storage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.storage.Seeds;
import io.cairn.storage.snapshot.LocalSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written while a snapshot is under way: it holds the state of its beginning. */
final class WritingOnTest {

  private static final int ROUNDS = Integer.getInteger("cairn.test.rounds", 200);
  private static final int KEYS = 150;
  private static final int LARGE = 90_000;

  /** More than fits into a snapshot without files. */
  private static final String BEFORE = "b".repeat(SmallRows.MAX_BYTES);

  @TempDir Path directory;

  private final ExecutorService workers = Executors.newCachedThreadPool();

  @AfterEach
  void endWorkers() {
    workers.shutdownNow();
  }

  @Test
  void eachSnapshotHoldsTheStateOfItsBarrier() throws Exception {
    try (StateResources resources = StateResources.ofDefaultSizes()) {
      rounds(resources, Seeds.newRandom());
    }
  }

  @Test
  void alsoWhenWriteBuffersAreAlwaysFull() throws Exception {
    try (StateResources resources = new StateResources(8 << 20, 2 << 20)) {
      rounds(resources, Seeds.newRandom());
    }
  }

  private void rounds(StateResources resources, Random random) throws Exception {
    Path place = Files.createDirectory(directory.resolve("rounds"));
    States states = new States(resources, place.resolve("0"));
    Content now = new Content();
    int beside = 0;
    int closed = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      write(states, now, random, random.nextInt(200), random.nextInt(40) == 0);
      Content barrier = now.copy();
      states.store.taskState().put("round", new byte[] {(byte) round});
      Path target = place.resolve(Integer.toString(round));
      PendingSnapshot pending = states.store.beginSnapshot(target);
      states.store.taskState().put("round", new byte[] {-1, -1});
      int spins = random.nextInt(3) == 0 ? random.nextInt(200_000) : 0;
      Future<LocalSnapshot> worker =
          workers.submit(
              () -> {
                for (int i = 0; i < spins; i++) {
                  Thread.onSpinWait();
                }
                return pending.finish();
              });
      write(states, now, random, random.nextInt(600), random.nextInt(40) == 0);
      if (!worker.isDone()) {
        beside++;
      }
      int end = round == ROUNDS / 2 ? 1 : random.nextInt(20);
      if (end == 0) {
        pending.cancel();
      } else if (end == 1) {
        states.store.close();
        states = new States(resources, place.resolve(round + "-after"));
        now = new Content();
        closed++;
      }
      boolean complete = awaitUnlessCancelled(worker, end < 2);
      assertEquals(complete, Files.exists(target), "round " + round);
      if (complete) {
        States restored = new States(resources, target);
        assertEquals(barrier, restored.content(), "round " + round);
        assertEquals((byte) round, restored.store.taskState().get("round")[0]);
        if (random.nextInt(10) == 0) {
          // Goes on from the snapshot, so that later ones build on what it took over.
          states.store.close();
          states = restored;
          now = barrier;
        } else {
          restored.store.close();
          Files.move(target, place.resolve("old-" + round));
        }
      }
      if (end != 1 && random.nextInt(20) == 0) {
        assertEquals(now, states.content(), "nothing is lost, round " + round);
      }
    }
    states.store.close();
    assertTrue(beside > ROUNDS / 10, beside + " snapshots were under way after the writes");
    assertTrue(closed > 0, "none was closed in the middle");
  }

  private static boolean awaitUnlessCancelled(Future<LocalSnapshot> worker, boolean mayBe)
      throws Exception {
    try {
      var unused = worker.get(60, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (mayBe && e.getCause() instanceof CancellationException) {
        return false;
      }
      throw e;
    }
  }

  private static void write(States states, Content now, Random random, int writes, boolean large) {
    for (int i = 0; i < writes; i++) {
      long key = random.nextInt(KEYS);
      states.setKey(key);
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          int size = random.nextInt(8) == 0 && large ? LARGE : random.nextInt(400);
          byte[] text = new byte[size];
          random.nextBytes(text);
          String value = new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
          states.value.set(value);
          now.values.put(key, value);
        }
        case 2 -> {
          states.value.clear();
          now.values.remove(key);
        }
        case 3 -> {
          states.list.add(i + ",");
          now.lists.merge(key, i + ",", String::concat);
        }
        case 4 -> {
          states.list.clear();
          now.lists.remove(key);
        }
        case 5 -> {
          states.map.put((long) random.nextInt(4), (long) i);
          states.map.put(9L, key);
          now.maps.put(key, states.mapOfKey());
        }
        case 6 -> {
          states.map.clear();
          now.maps.remove(key);
        }
        default -> assertEquals(now.values.get(key), states.value.get());
      }
    }
  }

  /** The writer is at its bound and waits: for each way in which a snapshot can end. */
  @Test
  void aWriterWaitsAtItsBoundUntilTheSnapshotEndsHoweverItDoes() throws Exception {
    for (String end : new String[] {"finish", "cancel", "fail"}) {
      try (StateResources resources = StateResources.ofDefaultSizes()) {
        States states = new States(resources, directory.resolve(end));
        states.setKey(1);
        states.value.set(BEFORE);
        Path target = directory.resolve(end + "-snapshot");
        PendingSnapshot pending = states.store.beginSnapshot(target);
        int rows = 800; // 68 MiB
        Thread[] writer = new Thread[1];
        Future<?> written =
            workers.submit(
                () -> {
                  writer[0] = Thread.currentThread();
                  for (int i = 0; i < rows; i++) {
                    states.setKey(i);
                    states.value.set("x".repeat(LARGE) + i);
                  }
                });
        awaitWaiting(written, writer);
        // What was written before the wait: at most so much, and a row of our own bound.
        long bytes = states.store.writeBufferBytes();
        assertTrue(bytes < WritePressure.MOST_FAMILY_BYTES, end + ": " + bytes);
        assertTrue(bytes > WritePressure.FAMILY_BYTES, end + ": " + bytes);
        switch (end) {
          case "finish" -> pending.finish();
          case "cancel" -> pending.cancel();
          default -> {
            Files.createDirectory(target.resolve(KeyedStateStore.DATABASE_DIRECTORY));
            assertThrows(IOException.class, pending::finish);
            assertFalse(Files.exists(target));
          }
        }
        written.get(60, TimeUnit.SECONDS);
        for (int i = 0; i < rows; i++) {
          states.setKey(i);
          assertEquals("x".repeat(LARGE) + i, states.value.get(), end);
        }
        states.store.close();
        if (end.equals("finish")) {
          States restored = new States(resources, target);
          Content before = new Content();
          before.values.put(1L, BEFORE);
          assertEquals(before, restored.content());
          restored.store.close();
        }
      }
    }
  }

  @Test
  void anInterruptEndsTheWaitOfAWriterWithNothingLost() throws Exception {
    try (StateResources resources = StateResources.ofDefaultSizes()) {
      States states = new States(resources, directory.resolve("s"));
      states.setKey(1);
      states.value.set(BEFORE);
      PendingSnapshot pending = states.store.beginSnapshot(directory.resolve("snapshot"));
      int[] done = {0};
      Thread[] writer = new Thread[1];
      Future<?> written =
          workers.submit(
              () -> {
                writer[0] = Thread.currentThread();
                for (; done[0] < 800; done[0]++) {
                  states.setKey(done[0]);
                  states.value.set("x".repeat(LARGE) + done[0]);
                }
              });
      awaitWaiting(written, writer);
      writer[0].interrupt();
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> written.get(60, TimeUnit.SECONDS));
      assertTrue(failure.getCause() instanceof StateAccessException, failure.toString());
      pending.cancel();
      for (int i = 0; i < done[0]; i++) {
        states.setKey(i);
        assertEquals("x".repeat(LARGE) + i, states.value.get());
      }
      states.store.close();
    }
  }

  @Test
  void aNewStateWaitsForTheSnapshotThatMustNotHaveIt() throws Exception {
    try (StateResources resources = StateResources.ofDefaultSizes()) {
      States states = new States(resources, directory.resolve("s"));
      Path target = directory.resolve("snapshot");
      states.setKey(1);
      states.value.set(BEFORE);
      PendingSnapshot pending = states.store.beginSnapshot(target);
      Thread[] owner = new Thread[1];
      Future<?> opened =
          workers.submit(
              () -> {
                owner[0] = Thread.currentThread();
                var unused = states.store.value("later", Serializers.LONG);
              });
      awaitWaiting(opened, owner);
      var unused = pending.finish();
      opened.get(60, TimeUnit.SECONDS);
      states.store.close();
      StateSettings settings = StateSettings.of(resources, 16, 0, 1);
      try (StateDatabase restored = StateDatabase.open(target.resolve("db"), settings)) {
        assertEquals(
            java.util.Set.of("v", "l", "m"), restored.stateHandles().keySet(), "not the later one");
      }
    }
  }

  private static void awaitWaiting(Future<?> work, Thread[] thread) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (thread[0] == null || thread[0].getState() != Thread.State.WAITING) {
      assertFalse(work.isDone(), "it did not wait");
      assertTrue(System.nanoTime() < until, "it neither waits nor ends");
      Thread.onSpinWait();
    }
  }

  /** What is in a store. */
  private record Content(
      Map<Long, String> values, Map<Long, String> lists, Map<Long, Map<Long, Long>> maps) {

    Content() {
      this(new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    Content copy() {
      return new Content(new HashMap<>(values), new HashMap<>(lists), new HashMap<>(maps));
    }
  }

  /** A store and its states. */
  private static final class States {
    private final KeyedStateStore store;
    private final ValueState<String> value;
    private final ListState<String> list;
    private final MapState<Long, Long> map;

    States(StateResources resources, Path place) throws IOException {
      store = KeyedStateStore.open(place, StateSettings.of(resources, 16, 0, 1));
      value = store.value("v", Serializers.STRING);
      list = store.list("l", Serializers.STRING);
      map = store.map("m", Serializers.LONG, Serializers.LONG);
    }

    void setKey(long key) {
      store.setCurrentKey(ByteBuffer.allocate(8).putLong(key).array());
    }

    Map<Long, Long> mapOfKey() {
      Map<Long, Long> found = new TreeMap<>();
      map.forEach(found::put);
      return found;
    }

    Content content() {
      Content content = new Content();
      store.forEachKey(
          "v", (key, group) -> content.values.put(ByteBuffer.wrap(key).getLong(), value.get()));
      store.forEachKey(
          "l",
          (key, group) ->
              content.lists.put(ByteBuffer.wrap(key).getLong(), String.join("", list.get())));
      store.forEachKey(
          "m", (key, group) -> content.maps.put(ByteBuffer.wrap(key).getLong(), mapOfKey()));
      return content;
    }
  }
}
