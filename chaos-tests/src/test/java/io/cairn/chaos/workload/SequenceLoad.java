package io.cairn.chaos.workload;

import io.cairn.chaos.LedgerAudit;
import io.cairn.chaos.RecordLedger;
import io.cairn.chaos.check.SinkHistory;
import io.cairn.chaos.check.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The workload {@code sequence}: every record has a number, every key counts its records, and both
 * are read back from the sink: no gap, no duplicate, no disorder. As {@code sink} the committed
 * files are also read all the time: what was committed once stays as it is.
 */
final class SequenceLoad implements Workload {
  private static final long RATE = 500;

  private final String name;
  private final boolean watched;
  private final SinkHistory history = new SinkHistory();

  @SuppressWarnings("NullAway.Init") // set by start, before all else
  private ChaosJob job;

  @SuppressWarnings("NullAway.Init") // set by start, before all else
  private Path files;

  SequenceLoad(String name, boolean watched) {
    this.name = name;
    this.watched = watched;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start(Site site) throws IOException {
    files = site.directory().resolve(name);
    job =
        ChaosJob.submit(
            site,
            RecordLedger.class,
            name,
            Map.of(
                RecordLedger.OUTPUT, output().toUri().toString(),
                RecordLedger.WITNESS, files.resolve("witness").toString(),
                RecordLedger.RATE, Long.toString(RATE)),
            site.intervalMillis());
  }

  private Path output() {
    return files.resolve("output");
  }

  @Override
  public List<ChaosJob> jobs() {
    return List.of(job);
  }

  @Override
  public long progress() {
    if (watched) {
      look();
    }
    return SinkFiles.octets(output());
  }

  private synchronized void look() {
    try {
      history.look(SinkFiles.committedDirectory(output()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public List<Verdict> finish() throws IOException {
    job.drain();
    List<Verdict> verdicts = new ArrayList<>();
    LedgerAudit audit =
        LedgerAudit.read(SinkFiles.committedDirectory(output()), files.resolve("witness"));
    List<String> wrong = new ArrayList<>();
    try {
      audit.assertExact();
      audit.assertInOrder();
    } catch (AssertionError e) {
      wrong.add(name + ": " + e.getMessage());
    }
    verdicts.add(
        Verdict.of(name + ": no gap, no duplicate, no disorder", audit.lines().size(), wrong)
            .with(audit.replayed() + " records were processed again after restarts"));
    if (watched) {
      look();
      verdicts.add(history.verdict());
    }
    return verdicts;
  }
}
