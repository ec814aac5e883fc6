package io.cairn.agent.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.cairn.protocol.v1.SnapshotHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSnapshotsTest {

  private static final SnapshotId ID = new SnapshotId(7, 2, 31, 4);
  private static final SnapshotHandle HANDLE =
      SnapshotHandle.newBuilder().setInline(ByteString.copyFromUtf8("state")).build();

  @TempDir Path root;
  private LocalSnapshots snapshots;

  @BeforeEach
  void open() throws IOException {
    snapshots = LocalSnapshots.open(root);
  }

  @Test
  void what_the_journal_names_is_there_after_a_restart_with_its_handle() throws IOException {
    Path directory = take(ID);
    snapshots.record(ID);
    snapshots.recordHandle(ID, HANDLE);
    JournalEntry found = LocalSnapshots.open(root).find(7, 31, 4).orElseThrow();
    assertEquals(new JournalEntry(ID, directory, Optional.of(HANDLE)), found);
  }

  @Test
  void what_it_does_not_name_is_deleted_at_the_next_start() throws IOException {
    Path directory = take(ID);
    assertEquals(List.of(), LocalSnapshots.open(root).ofJob(7));
    assertFalse(Files.exists(directory));
  }

  @Test
  void a_damaged_entry_drops_its_snapshot_and_no_other() throws IOException {
    Path directory = take(ID);
    snapshots.record(ID);
    SnapshotId other = new SnapshotId(7, 2, 32, 4);
    take(other);
    snapshots.record(other);
    Path journal = directory.resolveSibling(directory.getFileName() + ".journal");
    byte[] octets = Files.readAllBytes(journal);
    for (int i = 0; i < octets.length; i++) {
      byte[] damaged = octets.clone();
      damaged[i] ^= 0x40;
      Files.createDirectories(directory);
      Files.write(journal, damaged);
      assertEquals(List.of(other), LocalSnapshots.open(root).ofJob(7), "byte " + i);
      assertFalse(Files.exists(directory));
    }
  }

  @Test
  void a_deleted_one_stays_deleted_though_its_upload_ends_late() throws IOException {
    Path directory = take(ID);
    snapshots.record(ID);
    snapshots.delete(ID);
    snapshots.recordHandle(ID, HANDLE);
    assertTrue(LocalSnapshots.open(root).find(7, 31, 4).isEmpty());
    assertFalse(Files.exists(directory));
  }

  private Path take(SnapshotId id) throws IOException {
    Path directory = snapshots.newDirectory(id);
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("task-state"), "state");
    return directory;
  }
}
