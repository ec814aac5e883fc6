package io.cairn.chaos.workload;

import io.cairn.chaos.check.CheckpointReader;
import io.cairn.chaos.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The workload {@code bank}: the total in every checkpoint, and each receipt once. */
final class BankLoad implements Workload {
  private static final long RATE = 400;
  private static final int SHOWN = 5;

  private final CheckpointReader reader;
  private final BankBooks books = new BankBooks();

  @SuppressWarnings("NullAway.Init") // set by start, before all else
  private ChaosJob job;

  @SuppressWarnings("NullAway.Init") // set by start, before all else
  private Path output;

  BankLoad(CheckpointReader reader) {
    this.reader = reader;
  }

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public void start(Site site) throws IOException {
    output = site.directory().resolve("bank");
    job =
        ChaosJob.submit(
            site,
            Bank.class,
            "bank",
            Map.of(Bank.OUTPUT, output.toUri().toString(), Bank.RATE, Long.toString(RATE)),
            site.intervalMillis());
    reader.watch(job, books);
  }

  @Override
  public List<ChaosJob> jobs() {
    return List.of(job);
  }

  @Override
  public long progress() {
    return SinkFiles.octets(output);
  }

  @Override
  public List<Verdict> finish() throws IOException {
    job.drain();
    Map<Long, String> receipts = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Path file : SinkFiles.committed(output)) {
      for (String line : Files.readAllLines(file)) {
        long number = Long.parseLong(line.substring(0, Math.max(1, line.indexOf(' '))));
        String before = receipts.put(number, line);
        if (before != null) {
          wrong.add("transfer " + number + " has two receipts, one in " + file.getFileName());
        }
      }
    }
    wrong.addAll(wrongReceipts(receipts));
    List<String> shown = wrong.subList(0, Math.min(SHOWN, wrong.size()));
    return List.of(
        Verdict.of("bank: each transfer has one receipt", receipts.size(), shown)
            .with("the total was read in " + books.audited() + " restored checkpoints"));
  }

  /** Each is as its number says, and of each source's numbers none is missing in between. */
  static List<String> wrongReceipts(Map<Long, String> receipts) {
    List<String> wrong = new ArrayList<>();
    long[] next = new long[Bank.PARALLELISM];
    for (int source = 0; source < next.length; source++) {
      next[source] = source;
    }
    new TreeMap<>(receipts)
        .forEach(
            (number, line) -> {
              if (!line.equals(Bank.Transfer.of(number).receipt())) {
                wrong.add("the receipt '" + line + "' is not of transfer " + number);
              }
              int source = (int) (number % Bank.PARALLELISM);
              if (number != next[source]) {
                wrong.add("transfer " + next[source] + " has no receipt, " + number + " has");
              }
              next[source] = number + Bank.PARALLELISM;
            });
    return wrong;
  }
}
