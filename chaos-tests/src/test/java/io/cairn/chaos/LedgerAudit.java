package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.chaos.workload.SinkFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a {@link RecordLedger} has left behind, read with nothing of Cairn's: the committed lines as
 * a multiset, and the numbers that its tasks processed.
 *
 * @param lines how often each number was committed
 * @param counts of each key what its lines counted, in no order
 * @param order of each key its numbers by their counts
 * @param processed how often each number was processed, replays included
 * @param processedLast the numbers that the last attempt processed
 */
public record LedgerAudit(
    Map<Long, Integer> lines,
    Map<Long, List<Long>> counts,
    Map<Long, TreeMap<Long, Long>> order,
    Map<Long, Integer> processed,
    Set<Long> processedLast) {

  public static LedgerAudit read(Path committed, Path witness) throws IOException {
    Map<Long, Integer> lines = new TreeMap<>();
    Map<Long, List<Long>> counts = new HashMap<>();
    Map<Long, TreeMap<Long, Long>> order = new HashMap<>();
    for (Path file : SinkFiles.whole(committed)) {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split(" ", -1);
        assertEquals(3, fields.length, file + ": '" + line + "'");
        long number = Long.parseLong(fields[0]);
        long key = Long.parseLong(fields[1]);
        assertEquals(RecordLedger.key(number), key, file + ": the key of " + number);
        lines.merge(number, 1, Integer::sum);
        long count = Long.parseLong(fields[2]);
        counts.computeIfAbsent(key, k -> new ArrayList<>()).add(count);
        order.computeIfAbsent(key, k -> new TreeMap<>()).put(count, number);
      }
    }
    Map<Long, Integer> processed = new TreeMap<>();
    Set<Long> processedLast = new TreeSet<>();
    long last = SinkFiles.whole(witness).stream().mapToLong(LedgerAudit::attempt).max().orElse(0);
    for (Path file : SinkFiles.whole(witness)) {
      ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file));
      while (numbers.remaining() >= Long.BYTES) {
        long number = numbers.getLong();
        processed.merge(number, 1, Integer::sum);
        if (attempt(file) == last) {
          processedLast.add(number);
        }
      }
    }
    return new LedgerAudit(lines, counts, order, processed, processedLast);
  }

  /** The files of the tasks are called {@code attempt-instance}. */
  private static long attempt(Path witness) {
    return Long.parseLong(String.valueOf(witness.getFileName()).split("-", -1)[0]);
  }

  /** How many numbers were processed so far, replays included. */
  public static long processedUntilNow(Path witness) throws IOException {
    long octets = 0;
    for (Path file : SinkFiles.whole(witness)) {
      octets += Files.size(file);
    }
    return octets / Long.BYTES;
  }

  /** How many records were processed again after a restart. */
  public long replayed() {
    return processed.values().stream().mapToLong(times -> times - 1).sum();
  }

  /**
   * Every number is committed once, and none is missing in between; what the last attempt processed
   * is committed, and nothing that nobody processed; each key counted its records from 1 on without
   * a gap. Numbers beyond, that only a lost attempt came to, may be missing: the job may have been
   * drained before its sources came there again.
   */
  public void assertExact() {
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
    assertEquals(
        List.of(), some(processedLast, lines.keySet()), "processed and not committed in the end");
    assertEquals(
        List.of(), some(lines.keySet(), processed.keySet()), "committed and never processed");
    counts.forEach(
        (key, counted) -> {
          TreeSet<Long> distinct = new TreeSet<>(counted);
          assertEquals(counted.size(), distinct.size(), "counts of key " + key + ": " + counted);
          assertEquals(1, distinct.first(), "the first count of key " + key);
          assertEquals(counted.size(), distinct.last(), "the last count of key " + key);
        });
  }

  /** The records of a source are counted by each key in the order in which it emitted them. */
  public void assertInOrder() {
    order.forEach(
        (key, numbers) -> {
          long[] last = new long[RecordLedger.PARALLELISM];
          java.util.Arrays.fill(last, -1);
          for (long number : numbers.values()) {
            int source = (int) (number % RecordLedger.PARALLELISM);
            assertTrue(last[source] < number, "key " + key + " counted out of order: " + numbers);
            last[source] = number;
          }
        });
  }

  /** Some numbers that one set has and the other has not. */
  private static List<Long> some(Set<Long> has, Set<Long> lacks) {
    return has.stream().filter(number -> !lacks.contains(number)).limit(10).toList();
  }
}
