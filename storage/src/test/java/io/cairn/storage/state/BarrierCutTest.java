package io.cairn.storage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a cut ends when RocksDB does not do what it waits for. */
final class BarrierCutTest {

  private static final byte[] ROW = "row".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private StateResources resources;
  private StateDatabase database;
  private StateFamily family;

  @BeforeEach
  void open() throws IOException {
    resources = StateResources.ofDefaultSizes();
    database = StateDatabase.open(directory.resolve("db"), StateSettings.of(resources, 16, 0, 1));
    family = database.family("s", "value<long>");
    family.put(ROW, new byte[] {1});
  }

  @AfterEach
  void close() {
    database.close();
    resources.close();
    workers.shutdownNow();
  }

  /** The check that stands behind the bounds of the writers: here one of them is broken. */
  @Test
  void whatWasWrittenToFilesTooEarlyIsRefused() throws Exception {
    BarrierCut cut = database.cut();
    family.put(ROW, new byte[] {2});
    family.flush();
    database.flush();
    IOException refused =
        assertThrows(IOException.class, () -> cut.linkInto(directory.resolve("cut")));
    assertTrue(refused.getMessage().contains("too early"), refused.getMessage());
    assertFalse(Files.exists(directory.resolve("cut")));
    assertGoesOn(cut);
  }

  @Test
  void cancelEndsTheWaitForAFlushThatDoesNotEnd() throws Exception {
    database.db().pauseBackgroundWork();
    BarrierCut cut = database.cut();
    Future<?> linking = link(cut);
    family.put(ROW, new byte[] {2});
    family.flush();
    assertFalse(cut.isCaptured());
    cut.cancel();
    cut.awaitLeft();
    assertCancelled(linking);
    database.db().continueBackgroundWork();
    assertGoesOn(cut);
  }

  @Test
  void closingTheDatabaseCancels() throws Exception {
    database.db().pauseBackgroundWork();
    BarrierCut cut = database.cut();
    Future<?> linking = link(cut);
    assertFalse(cut.isCaptured());
    database.close();
    assertCancelled(linking);
    database = StateDatabase.open(directory.resolve("db2"), StateSettings.of(resources, 16, 0, 1));
  }

  @Test
  void aFlushThatFailsEndsTheCutWithItsReason() throws Exception {
    Path away = directory.resolve("away");
    Files.move(directory.resolve("db"), away);
    BarrierCut cut = database.cut();
    IOException failed =
        assertThrows(IOException.class, () -> cut.linkInto(directory.resolve("cut")));
    assertTrue(failed.getMessage().contains("/db"), failed.getMessage());
    assertTrue(cut.isCaptured());
    assertFalse(Files.exists(directory.resolve("cut")));
    Files.move(away, directory.resolve("db"));
  }

  @Test
  void isTakenOnce() throws Exception {
    BarrierCut cut = database.cut();
    cut.linkInto(directory.resolve("cut"));
    assertThrows(IllegalStateException.class, () -> cut.linkInto(directory.resolve("again")));
    cut.cancel();
    assertGoesOn(cut);
    try (StateDatabase linked =
        StateDatabase.open(directory.resolve("cut"), StateSettings.of(resources, 16, 0, 1))) {
      assertEquals(1, linked.family("s", "value<long>").get(ROW)[0]);
    }
  }

  private Future<?> link(BarrierCut cut) {
    return workers.submit(
        () -> {
          cut.linkInto(directory.resolve("cut"));
          return null;
        });
  }

  private void assertCancelled(Future<?> linking) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> linking.get(60, TimeUnit.SECONDS));
    assertTrue(failure.getCause() instanceof CancellationException, failure.toString());
    assertFalse(Files.exists(directory.resolve("cut")));
  }

  /** Writers go on, files are deleted again, and the next cut is whole. */
  private void assertGoesOn(BarrierCut ended) throws Exception {
    assertTrue(ended.isCaptured());
    ended.awaitLeft();
    family.put(ROW, new byte[] {3});
    Path next = directory.resolve("next");
    database.cut().linkInto(next);
    try (StateDatabase linked = StateDatabase.open(next, StateSettings.of(resources, 16, 0, 1))) {
      assertEquals(3, linked.family("s", "value<long>").get(ROW)[0]);
    }
  }
}
