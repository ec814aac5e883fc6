package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a {@link RecordLedger} has left behind, read with nothing of Cairn's: the committed lines as
 * a multiset, and the numbers that its tasks processed.
 *
 * @param lines how often each number was committed
 * @param counts of each key what its lines counted, in no order
 * @param processed how often each number was processed, replays included
 */
record LedgerAudit(
    Map<Long, Integer> lines, Map<Long, List<Long>> counts, Map<Long, Integer> processed) {

  static LedgerAudit read(Path committed, Path witness) throws IOException {
    Map<Long, Integer> lines = new TreeMap<>();
    Map<Long, List<Long>> counts = new HashMap<>();
    for (Path file : files(committed)) {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split(" ", -1);
        assertEquals(3, fields.length, file + ": '" + line + "'");
        long number = Long.parseLong(fields[0]);
        long key = Long.parseLong(fields[1]);
        assertEquals(RecordLedger.key(number), key, file + ": the key of " + number);
        lines.merge(number, 1, Integer::sum);
        counts.computeIfAbsent(key, k -> new ArrayList<>()).add(Long.parseLong(fields[2]));
      }
    }
    Map<Long, Integer> processed = new TreeMap<>();
    for (Path file : files(witness)) {
      ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file));
      while (numbers.remaining() >= Long.BYTES) {
        processed.merge(numbers.getLong(), 1, Integer::sum);
      }
    }
    return new LedgerAudit(lines, counts, processed);
  }

  /** How many numbers were processed so far, replays included. */
  static long processedUntilNow(Path witness) throws IOException {
    long octets = 0;
    for (Path file : files(witness)) {
      octets += Files.size(file);
    }
    return octets / Long.BYTES;
  }

  /** How many records were processed again after a restart. */
  long replayed() {
    return processed.values().stream().mapToLong(times -> times - 1).sum();
  }

  /**
   * Every number that was processed is committed once, none is missing in between, and each key
   * counted its records from 1 on without a gap.
   */
  void assertExact() {
    assertTrue(!lines.isEmpty(), "there is output at all");
    List<Map.Entry<Long, Integer>> twice =
        lines.entrySet().stream().filter(line -> line.getValue() != 1).limit(10).toList();
    assertEquals(List.of(), twice, "numbers committed more than once");
    for (int source = 0; source < RecordLedger.PARALLELISM; source++) {
      long next = source;
      for (long number : lines.keySet()) {
        if (number % RecordLedger.PARALLELISM == source) {
          assertEquals(next, number, "the next number of source " + source);
          next += RecordLedger.PARALLELISM;
        }
      }
    }
    assertEquals(lines.keySet(), processed.keySet(), "what was processed is committed");
    counts.forEach(
        (key, counted) -> {
          TreeSet<Long> distinct = new TreeSet<>(counted);
          assertEquals(counted.size(), distinct.size(), "counts of key " + key + ": " + counted);
          assertEquals(1, distinct.first(), "the first count of key " + key);
          assertEquals(counted.size(), distinct.last(), "the last count of key " + key);
        });
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
