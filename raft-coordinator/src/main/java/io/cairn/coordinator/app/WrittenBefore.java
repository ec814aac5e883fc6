package io.cairn.coordinator.app;

import io.cairn.process.history.HistoryEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How far an earlier run of this process had written its history, from the end of the file.
 *
 * @param index of the last batch with a line; 0 when there is none
 * @param lines how many lines of that batch were written whole
 */
record WrittenBefore(long index, int lines) {
  /** More than the lines of one batch of events, so that the last batch is counted whole. */
  private static final int TAIL_BYTES = 1 << 20;

  static WrittenBefore of(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new WrittenBefore(0, 0);
    }
    List<Long> indexes =
        tail(file)
            .lines()
            .flatMap(line -> HistoryEvent.parse(line).stream())
            .map(event -> event.number("index"))
            .filter(index -> index > 0)
            .toList();
    long last = indexes.stream().mapToLong(Long::longValue).max().orElse(0);
    return new WrittenBefore(last, (int) indexes.stream().filter(i -> i == last).count());
  }

  private static String tail(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, access.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (access.length() - from)];
      access.seek(from);
      access.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
