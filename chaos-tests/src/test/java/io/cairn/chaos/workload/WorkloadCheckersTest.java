package io.cairn.chaos.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.chaos.LedgerAudit;
import io.cairn.chaos.RecordLedger;
import io.cairn.chaos.linearizability.Operation;
import io.cairn.chaos.linearizability.RegisterModel.Call;
import io.cairn.chaos.linearizability.RegisterModel.Read;
import io.cairn.chaos.linearizability.RegisterModel.Write;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workloads leave behind: right results are accepted, and each kind of wrong one is found. */
class WorkloadCheckersTest {
  @TempDir Path directory;

  @Test
  void moneyThatIsLostOrMadeIsFound() {
    BankBooks.Sum give = new BankBooks.Sum(2, 2 * Bank.INITIAL - 30);
    assertTrue(BankBooks.problem(give, new BankBooks.Sum(1, 30)).isEmpty());
    assertEquals(
        "the accounts hold 499990 together, not 500000",
        BankBooks.problem(give, new BankBooks.Sum(1, 20)).orElseThrow());
    assertTrue(BankBooks.problem(give, new BankBooks.Sum(2, 60)).isPresent());
  }

  @Test
  void aMissingOrForgedReceiptIsFound() {
    Map<Long, String> receipts = new TreeMap<>();
    for (long number = 0; number < 10; number++) {
      receipts.put(number, Bank.Transfer.of(number).receipt());
    }
    assertEquals(List.of(), BankLoad.wrongReceipts(receipts));

    Map<Long, String> missing = new TreeMap<>(receipts);
    missing.remove(4L);
    assertEquals(List.of("transfer 4 has no receipt, 6 has"), BankLoad.wrongReceipts(missing));

    Map<Long, String> forged = new TreeMap<>(receipts);
    forged.put(4L, "4 1 2 1000000");
    assertEquals(1, BankLoad.wrongReceipts(forged).size());
  }

  @Test
  void aStaleReadOfARegisterIsFound() {
    List<Operation<Call, Long>> right =
        List.of(
            Operation.answered(new Write(5), 5L, 1, 2), Operation.answered(new Read(), 5L, 3, 4));
    assertTrue(RegisterClients.judge(Map.of("jitterMillis", right)).holds());

    List<Operation<Call, Long>> stale =
        List.of(
            Operation.answered(new Write(5), 5L, 1, 2), Operation.answered(new Read(), 0L, 3, 4));
    assertFalse(RegisterClients.judge(Map.of("jitterMillis", stale)).holds());
  }

  @Test
  void aSequenceIsAccepted() throws Exception {
    LedgerAudit audit = audit(lines(20));
    audit.assertExact();
    audit.assertInOrder();
  }

  @Test
  void aGapADuplicateAndDisorderAreFound() throws Exception {
    List<String> gap = lines(20);
    gap.remove(7);
    assertBroken(gap);

    List<String> twice = lines(20);
    twice.add(twice.get(3));
    assertBroken(twice);

    List<String> skipped = lines(20);
    skipped.set(5, skipped.get(5).replaceFirst(" [0-9]+$", " 9"));
    assertBroken(skipped);
  }

  @Test
  void recordsOfOneSourceThatOvertakeEachOtherAreFound() throws Exception {
    long first = 0;
    long second = RecordLedger.PARALLELISM;
    while (RecordLedger.key(second) != RecordLedger.key(first)) {
      second += RecordLedger.PARALLELISM;
    }
    long key = RecordLedger.key(first);
    LedgerAudit audit = audit(List.of(first + " " + key + " 2", second + " " + key + " 1"));
    assertBroken(audit::assertInOrder);
  }

  /** What the job writes of the first records. */
  private static List<String> lines(int records) {
    Map<Long, Integer> counts = new HashMap<>();
    List<String> lines = new ArrayList<>();
    for (long number = 0; number < records; number++) {
      long key = RecordLedger.key(number);
      lines.add(number + " " + key + " " + counts.merge(key, 1, Integer::sum));
    }
    return lines;
  }

  private void assertBroken(List<String> lines) throws Exception {
    assertBroken(audit(lines)::assertExact);
  }

  private static void assertBroken(Runnable check) {
    AssertionError found = null;
    try {
      check.run();
    } catch (AssertionError e) {
      found = e;
    }
    assertTrue(found != null, "what is wrong was accepted");
  }

  private LedgerAudit audit(List<String> lines) throws Exception {
    Path here = Files.createTempDirectory(directory, "audit");
    Files.write(Files.createDirectories(here.resolve("committed")).resolve("f.txt"), lines);
    ByteBuffer numbers = ByteBuffer.allocate(Long.BYTES * 64);
    lines.stream()
        .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
        .distinct()
        .forEach(numbers::putLong);
    byte[] octets = new byte[numbers.position()];
    numbers.flip().get(octets);
    Files.write(Files.createDirectories(here.resolve("witness")).resolve("1-0"), octets);
    return LedgerAudit.read(here.resolve("committed"), here.resolve("witness"));
  }
}
