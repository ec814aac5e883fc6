package io.cairn.coordinator.replication.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWatermarkTest {
  @TempDir Path root;

  private static void flip(Path file, long offset) throws Exception {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(offset);
      int old = access.read();
      access.seek(offset);
      access.write(old ^ 1);
    }
  }

  private Path marked(long... indexes) throws Exception {
    Path file = root.resolve("mark");
    LogWatermark.create(file);
    try (LogWatermark mark = LogWatermark.open(file)) {
      for (long index : indexes) {
        mark.record(index, 1);
      }
    }
    return file;
  }

  private static long read(Path file) throws Exception {
    try (LogWatermark mark = LogWatermark.open(file)) {
      return mark.mark().index();
    }
  }

  @Test
  void the_last_mark_written_counts_even_when_it_is_lower() throws Exception {
    assertEquals(0, read(marked()));
    assertEquals(7, read(marked(5, 6, 7)));
    Path file = marked(5, 6, 7);
    try (LogWatermark mark = LogWatermark.open(file)) {
      mark.lower(3, 1);
    }
    assertEquals(3, read(file));
  }

  @Test
  void a_torn_slot_leaves_the_other_and_two_are_damage() throws Exception {
    Path file = marked(5, 6, 7); // sequence 3: the second slot; 2: the first
    flip(file, LogWatermark.SLOT_BYTES + 20);
    assertEquals(6, read(file));
    flip(file, 20);
    assertThrows(DamageException.class, () -> read(file));
  }

  @Test
  void a_file_cut_short_is_damage() throws Exception {
    Path file = marked(5);
    Files.write(file, new byte[0]);
    assertThrows(DamageException.class, () -> read(file));
  }

  @Test
  void a_vote_is_read_as_written_or_refused() throws Exception {
    Path file = root.resolve("vote");
    VoteFile.Vote vote = new VoteFile.Vote(7, "127.0.0.1:7101");
    VoteFile.write(file, vote);
    assertEquals(vote, VoteFile.read(file));
    for (long at = 0; at < Files.size(file); at++) {
      flip(file, at);
      assertThrows(DamageException.class, () -> VoteFile.read(file), "byte " + at);
      flip(file, at);
    }
    assertEquals(vote, VoteFile.read(file));
  }
}
