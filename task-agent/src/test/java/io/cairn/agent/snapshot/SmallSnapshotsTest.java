package io.cairn.agent.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.storage.snapshot.Bytes;
import io.cairn.storage.snapshot.LocalSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small snapshots of many tasks in one file, through restarts, damage and failures. */
final class SmallSnapshotsTest {

  private static final int TASKS = 40;

  @TempDir Path root;

  @Test
  void manyTasksAtOnceAreThereAfterARestartAndGoTogether() throws Exception {
    LocalSnapshots before = LocalSnapshots.open(root);
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> taken = new ArrayList<>();
      for (int task = 0; task < TASKS; task++) {
        SnapshotId id = id(31, task);
        taken.add(
            pool.submit(
                () -> {
                  before.record(id, snapshot(id));
                  return null;
                }));
      }
      for (Future<?> one : taken) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals(List.of("c31-a2.0.journal"), files());
    LocalSnapshots after = LocalSnapshots.open(root);
    assertEquals(TASKS, after.ofJob(7).size());
    for (int task = 0; task < TASKS; task++) {
      assertEquals(content(id(31, task)), find(after, id(31, task)));
    }
    for (int task = 0; task < TASKS; task++) {
      assertEquals(List.of("c31-a2.0.journal"), files());
      after.delete(id(31, task));
      after.delete(id(31, task));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void whatIsAddedAfterARestartIsInTheSameFile() throws IOException {
    LocalSnapshots before = LocalSnapshots.open(root);
    take(before, id(31, 0));
    LocalSnapshots second = LocalSnapshots.open(root);
    take(second, id(31, 1));
    SnapshotHandle handle = SnapshotHandle.newBuilder().setSegment("s/1.seg").build();
    second.recordHandle(id(31, 0), handle);
    assertEquals(List.of("c31-a2.0.journal"), files());
    LocalSnapshots third = LocalSnapshots.open(root);
    assertEquals(content(id(31, 0)), find(third, id(31, 0)));
    assertEquals(content(id(31, 1)), find(third, id(31, 1)));
    assertEquals(Optional.of(handle), third.find(7, 31, 0).orElseThrow().handle());
    assertEquals(Optional.empty(), third.find(7, 31, 1).orElseThrow().handle());
  }

  @Test
  void anInlineHandleNeedsNoNote() throws IOException {
    LocalSnapshots before = LocalSnapshots.open(root);
    take(before, id(31, 0));
    long size = Files.size(file());
    SnapshotHandle inline =
        SnapshotHandle.newBuilder().setInline(ByteString.copyFromUtf8("x")).build();
    before.recordHandle(id(31, 0), inline);
    assertEquals(Optional.of(inline), before.find(7, 31, 0).orElseThrow().handle());
    assertEquals(size, Files.size(file()));
  }

  @Test
  void aTornEndIsDroppedWhereverItIsTorn() throws IOException {
    LocalSnapshots before = LocalSnapshots.open(root);
    take(before, id(31, 0));
    int first = (int) Files.size(file());
    take(before, id(31, 1));
    byte[] whole = Files.readAllBytes(file());
    for (int length = first; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      LocalSnapshots after = LocalSnapshots.open(root);
      assertEquals(List.of(id(31, 0)), after.ofJob(7), "torn at " + length);
      take(after, id(31, 2));
      LocalSnapshots last = LocalSnapshots.open(root);
      assertEquals(content(id(31, 0)), find(last, id(31, 0)));
      assertEquals(content(id(31, 2)), find(last, id(31, 2)));
    }
  }

  @Test
  void damageDropsOneOrWhatIsBehindItAndNeverGivesAnotherContent() throws IOException {
    LocalSnapshots before = LocalSnapshots.open(root);
    for (int task = 0; task < 3; task++) {
      take(before, id(31, task));
    }
    Path file = file();
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x40;
      Files.write(file, damaged);
      LocalSnapshots after = LocalSnapshots.open(root);
      List<SnapshotId> left = after.ofJob(7);
      assertTrue(left.size() < 3, "octet " + i);
      boolean inContent = i % (whole.length / 3) >= Integer.BYTES;
      assertTrue(!inContent || left.size() == 2, "octet " + i + " leaves " + left);
      for (SnapshotId id : left) {
        assertEquals(content(id), find(after, id));
      }
    }
  }

  @Test
  void afterAFailedWriteTheNextOneGoesToAnotherFile() throws IOException {
    GroupJournal journal = new GroupJournal(root.resolve("gone").resolve("x.journal"), 0);
    assertThrows(IOException.class, () -> journal.append(new byte[] {1}));
    assertTrue(journal.hasFailed());
    LocalSnapshots snapshots = LocalSnapshots.open(root);
    Files.createDirectories(root.resolve("job-7").resolve("c31-a2.0.journal"));
    assertThrows(IOException.class, () -> take(snapshots, id(31, 0)));
    assertEquals(List.of(), snapshots.ofJob(7));
    take(snapshots, id(31, 1));
    assertEquals(content(id(31, 1)), find(snapshots, id(31, 1)));
  }

  @Test
  void aFileOfAnotherCheckpointIsNotBelieved() throws IOException {
    take(LocalSnapshots.open(root), id(31, 0));
    Files.move(file(), root.resolve("job-7").resolve("c32-a2.0.journal"));
    assertEquals(List.of(), LocalSnapshots.open(root).ofJob(7));
    assertEquals(List.of(), files());
  }

  @Test
  void oneThatWasDeletedIsNotThereThoughItsUploadEndsLate() throws IOException {
    LocalSnapshots snapshots = LocalSnapshots.open(root);
    take(snapshots, id(31, 0));
    snapshots.delete(id(31, 0));
    snapshots.recordHandle(id(31, 0), SnapshotHandle.newBuilder().setSegment("s").build());
    assertTrue(LocalSnapshots.open(root).find(7, 31, 0).isEmpty());
    assertFalse(Files.exists(root.resolve("job-7").resolve("c31-a2.0.journal")));
  }

  private Path file() {
    return root.resolve("job-7").resolve("c31-a2.0.journal");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  private static SnapshotId id(long checkpoint, int task) {
    return new SnapshotId(7, 2, checkpoint, task);
  }

  private void take(LocalSnapshots snapshots, SnapshotId id) throws IOException {
    snapshots.record(id, snapshot(id));
  }

  private LocalSnapshot snapshot(SnapshotId id) {
    return LocalSnapshot.inMemory(root.resolve("none"), content(id));
  }

  private static Bytes content(SnapshotId id) {
    return Bytes.copyOf(("state of " + id).getBytes(UTF_8));
  }

  private static Bytes find(LocalSnapshots snapshots, SnapshotId id) throws IOException {
    JournalEntry entry = snapshots.find(id.jobId(), id.checkpointId(), id.task()).orElseThrow();
    LocalSnapshot found = entry.snapshot();
    assertEquals(1, found.files().size());
    return found.content();
  }
}
