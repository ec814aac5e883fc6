package io.cairn.chaos.faults.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault of a disk is there, and goes away. */
class DiskTest {
  private static final byte[] BLOCK = new byte[8_192];

  @TempDir Path root;

  @Test
  void a_full_disk_takes_nothing_until_there_is_room() throws Exception {
    needSmallDisk();
    try (SmallDisk disk = SmallDisk.create(root, 16)) {
      Path file = disk.path().resolve("file");
      assertTrue(disk.fill() > 1_000_000);
      IOException full = assertThrows(IOException.class, () -> Files.write(file, BLOCK));
      assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full.toString());
      disk.free();
      Files.write(file, BLOCK);
      assertEquals(BLOCK.length, Files.size(file));
    }
  }

  @Test
  void a_disk_that_fails_keeps_what_was_synced_and_loses_the_rest() throws Exception {
    needSmallDisk();
    try (SmallDisk disk = SmallDisk.create(root, 16)) {
      Path synced = disk.path().resolve("synced");
      Path late = disk.path().resolve("late");
      try (FileChannel out =
          FileChannel.open(synced, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(BLOCK));
        out.force(true);
      }
      Files.write(late, BLOCK);
      disk.fail();
      assertThrows(IOException.class, () -> Files.write(synced, BLOCK));
      disk.recover();
      assertArrayEquals(BLOCK, Files.readAllBytes(synced));
      assertFalse(Files.exists(late) && Files.size(late) > 0, "what was not synced is lost");
    }
  }

  private static void needSmallDisk() throws InterruptedException {
    assumeTrue(SmallDisk.missing().isEmpty(), () -> "skipped: " + whyMissing());
  }

  private static String whyMissing() {
    try {
      return SmallDisk.missing().orElse("");
    } catch (InterruptedException e) {
      return e.toString();
    }
  }

  @Test
  void a_bit_flips_and_the_rest_stays() throws Exception {
    Path file = root.resolve("file");
    Files.write(file, BLOCK);
    Damage.BIT_FLIP.strike(file, new Random(3));
    int bits = 0;
    for (byte octet : Files.readAllBytes(file)) {
      bits += Integer.bitCount(octet & 0xff);
    }
    assertEquals(1, bits);
    assertEquals(BLOCK.length, Files.size(file));
  }

  @Test
  void the_end_is_cut_off() throws Exception {
    Path file = root.resolve("file");
    Files.write(file, BLOCK);
    Damage.TRUNCATION.strike(file, new Random(3));
    assertTrue(Files.size(file) < BLOCK.length * 2 / 3);
  }

  @Test
  void files_are_found_by_what_they_are() throws Exception {
    for (String name :
        List.of(
            "raft/log/000004.log",
            "raft/log/LOG",
            "raft/vote",
            "raft/snapshot/snapshot_9/s",
            "snapshots/job-1/task-2/c3-a1/000007.sst")) {
      Files.createDirectories(root.resolve(name).getParent());
      Files.write(root.resolve(name), BLOCK);
    }
    assertEquals(List.of(root.resolve("raft/log/000004.log")), Damage.Target.RAFT_LOG.files(root));
    assertEquals(List.of(root.resolve("raft/vote")), Damage.Target.VOTE.files(root));
    assertEquals(1, Damage.Target.SNAPSHOT.files(root).size());
    assertEquals(1, Damage.Target.LOCAL_STATE.files(root).size());
  }
}
