package io.cairn.coordinator.replication.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.storage.snapshot.Snapshot;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Whatever stands in the small files beside the Raft log, it is read, or it is one {@link
 * DamageException} that names the file. The checksums are made right here.
 */
final class DiskFilesFuzzTest {
  private static final int SLOT_CHECKED_BYTES = 32;

  @FuzzTest(maxDuration = "2m")
  void aVoteIsReadOrDamaged(byte[] octets) throws IOException {
    Path file = Files.createTempFile("fuzz", ".vote");
    try {
      vote(file, octets);
      vote(file, withChecksum(octets, octets.length));
      vote(file, withChecksum(after("CRNVOTE1", octets), 8 + octets.length));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void vote(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    try {
      VoteFile.Vote read = VoteFile.read(file);
      VoteFile.write(file, read);
      assertEquals(read, VoteFile.read(file));
    } catch (DamageException damage) {
      mustName(file, damage);
    }
  }

  /** The input: of each slot what is under the checksum, where there is so much. */
  @FuzzTest(maxDuration = "2m")
  void aMarkIsReadOrDamaged(byte[] octets) throws IOException, DamageException {
    Path file = Files.createTempFile("fuzz", ".mark");
    try {
      mark(file, octets);
      byte[] slots = Arrays.copyOf(octets, 2 * LogWatermark.SLOT_BYTES);
      mark(file, slots);
      for (int start = 0; start < slots.length; start += LogWatermark.SLOT_BYTES) {
        byte[] slot = Arrays.copyOfRange(slots, start, start + SLOT_CHECKED_BYTES);
        System.arraycopy(withChecksum(slot, SLOT_CHECKED_BYTES), 0, slots, start, slot.length + 4);
      }
      mark(file, slots);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void mark(Path file, byte[] content) throws IOException, DamageException {
    Files.write(file, content);
    LogWatermark.Mark mark;
    try (LogWatermark read = LogWatermark.open(file)) {
      mark = read.mark();
      read.record(7, 3);
    } catch (DamageException damage) {
      mustName(file, damage);
      return;
    }
    try (LogWatermark again = LogWatermark.open(file)) {
      assertEquals(
          again.mark(),
          mark.sequence() + 1 == Long.MAX_VALUE
              ? mark
              : new LogWatermark.Mark(mark.sequence() + 1, 7, 3));
    }
  }

  @FuzzTest(maxDuration = "2m")
  void aTableOfASnapshotIsWholeOrDamaged(byte[] octets) throws IOException {
    Path directory = Files.createTempDirectory("fuzz");
    Path file = directory.resolve(Snapshot.JRAFT_SNAPSHOT_META_FILE);
    try {
      table(directory, file, octets);
      byte[] name = "jraft.LocalSnapshotPbMeta".getBytes(StandardCharsets.US_ASCII);
      ByteBuffer framed = ByteBuffer.allocate(4 + name.length + octets.length);
      table(directory, file, framed.putInt(name.length).put(name).put(octets).array());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private static void table(Path directory, Path file, byte[] content) throws IOException {
    Files.write(file, content);
    try {
      SnapshotTable.check(directory);
    } catch (DamageException damage) {
      mustName(file, damage);
    }
  }

  private static void mustName(Path file, DamageException damage) {
    assertTrue(String.valueOf(damage.getMessage()).contains(file.toString()), damage::getMessage);
  }

  private static byte[] after(String magic, byte[] octets) {
    ByteBuffer all = ByteBuffer.allocate(magic.length() + octets.length);
    return all.put(magic.getBytes(StandardCharsets.US_ASCII)).put(octets).array();
  }

  private static byte[] withChecksum(byte[] octets, int checked) {
    ByteBuffer all = ByteBuffer.allocate(octets.length + Integer.BYTES).put(octets);
    return all.putInt(DurableFiles.crc(octets, 0, checked)).array();
  }
}
