package io.cairn.benchmarks.runtime;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one task has processed, in memory that the agent's process and the measuring one share. The
 * task writes, the other reads at any time; times are {@link System#nanoTime}, which on Linux is
 * one clock for all processes.
 *
 * <p>All numbers have 8 octets: records processed since the last {@link #begin}, how often it has
 * begun, time of the first record since, time of the newest one, number of pauses, and for each of
 * the last {@value #PAUSES} pauses its begin and its end.
 */
final class ProgressFile {
  private static final int RECORDS = 0;
  private static final int BEGUN = 8;
  private static final int FIRST = 16;
  private static final int NEWEST = 24;
  private static final int PAUSE_COUNT = 32;
  private static final int PAUSE_LIST = 40;
  private static final int PAUSES = 4_096;
  private static final int PAUSE_BYTES = 16;

  /** A shorter time between two records is no pause. */
  private static final long LEAST_PAUSE_NANOS = 3_000_000;

  private final MappedByteBuffer memory;
  private long records;
  private long newest;

  private ProgressFile(MappedByteBuffer memory) {
    this.memory = memory;
  }

  static ProgressFile open(Path directory, int instance) throws IOException {
    Files.createDirectories(directory);
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("progress-" + instance),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      long size = PAUSE_LIST + (long) PAUSES * PAUSE_BYTES;
      return new ProgressFile(file.map(FileChannel.MapMode.READ_WRITE, 0, size));
    }
  }

  /** A task begins. */
  void begin() {
    memory.putLong(FIRST, 0);
    memory.putLong(RECORDS, 0);
    memory.putLong(BEGUN, memory.getLong(BEGUN) + 1);
    newest = 0;
    records = 0;
  }

  void processed(long now) {
    records++;
    memory.putLong(RECORDS, records);
    if (newest == 0) {
      memory.putLong(FIRST, now);
    } else if (now - newest > LEAST_PAUSE_NANOS) {
      long count = memory.getLong(PAUSE_COUNT);
      int at = PAUSE_LIST + (int) (count % PAUSES) * PAUSE_BYTES;
      memory.putLong(at, newest);
      memory.putLong(at + Long.BYTES, now);
      memory.putLong(PAUSE_COUNT, count + 1);
    }
    newest = now;
    memory.putLong(NEWEST, now);
  }

  long records() {
    return memory.getLong(RECORDS);
  }

  /** How many attempts of the task have begun. */
  long begun() {
    return memory.getLong(BEGUN);
  }

  /** When the attempt processed its first record; 0: it has not yet. */
  long firstRecordNanos() {
    return memory.getLong(FIRST);
  }

  long newestRecordNanos() {
    return memory.getLong(NEWEST);
  }

  /** The longest pause that has a part between two times; one that has not ended is none. */
  long longestPauseNanos(long from, long until) {
    long count = memory.getLong(PAUSE_COUNT);
    long longest = 0;
    for (long i = Math.max(0, count - PAUSES); i < count; i++) {
      int at = PAUSE_LIST + (int) (i % PAUSES) * PAUSE_BYTES;
      long begin = memory.getLong(at);
      long end = memory.getLong(at + Long.BYTES);
      if (end - from > 0 && until - begin > 0) {
        longest = Math.max(longest, end - begin);
      }
    }
    return longest;
  }
}
