package io.cairn.chaos.workload;

import io.cairn.chaos.check.Verdict;
import io.cairn.examples.flights.FlightDelays;
import io.cairn.examples.flights.verdict.CommittedOutput;
import io.cairn.examples.flights.verdict.ExpectedResults;
import io.cairn.examples.flights.verdict.OutputFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The workload {@code flight-delays}: the job of the demo on real input, one after another until
 * the run is over; the committed output of each is compared with a direct computation.
 */
final class FlightDelaysLoad implements Workload {
  private static final long FLIGHTS_PER_SECOND = 600;
  private static final long LAST_ONE_MINUTES = 8;

  private final Path input;
  private final List<String> wrong = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();
  private CompletableFuture<Void> turns = new CompletableFuture<>();
  private volatile boolean over;
  private long records;

  @SuppressWarnings("NullAway.Init") // set by start, before all else
  private volatile ChaosJob job;

  FlightDelaysLoad(Path input) {
    this.input = input;
  }

  @Override
  public String name() {
    return "flight-delays";
  }

  @Override
  public void start(Site site) throws IOException {
    submit(site);
    Thread thread =
        new Thread(
            () -> {
              try {
                takeTurns(site);
                turns.complete(null);
              } catch (IOException | RuntimeException | AssertionError e) {
                turns.completeExceptionally(e);
              }
            },
            "flight-delays");
    thread.setDaemon(true);
    thread.start();
  }

  private void takeTurns(Site site) throws IOException {
    while (true) {
      awaitTurn();
      judge(outputs().get(outputs().size() - 1));
      if (over) {
        return;
      }
      submit(site);
    }
  }

  /** Faults may hold a job up for long; only after them it must come to its end. */
  private void awaitTurn() {
    while (true) {
      boolean last = over;
      try {
        job.awaitFinished();
        return;
      } catch (AssertionError late) {
        if (last) {
          throw late;
        }
      }
    }
  }

  private void submit(Site site) throws IOException {
    String name = FlightDelays.NAME + "-" + (outputs().size() + 1);
    Path output = site.directory().resolve(name);
    synchronized (this) {
      outputs.add(output);
    }
    job =
        ChaosJob.submit(
            site,
            FlightDelays.class,
            name,
            Map.of(
                "input", input.toUri().toString(),
                "output", output.toUri().toString(),
                "repeat", "1",
                "parallelism", "2",
                "ratePerSecond", Long.toString(FLIGHTS_PER_SECOND)),
            site.intervalMillis());
  }

  private synchronized List<Path> outputs() {
    return List.copyOf(outputs);
  }

  private synchronized void judge(Path output) throws IOException {
    var verdict =
        io.cairn.examples.flights.verdict.Verdict.of(
            ExpectedResults.of(input, 1, false),
            CommittedOutput.read(OutputFiles.local(SinkFiles.committedDirectory(output))));
    records += verdict.updates();
    if (!verdict.exact()) {
      wrong.add(job.name() + ": " + verdict.summary() + " " + verdict.first());
    }
  }

  @Override
  public List<ChaosJob> jobs() {
    return List.of(job);
  }

  @Override
  public long progress() {
    return outputs().stream().mapToLong(SinkFiles::octets).sum();
  }

  @Override
  public List<Verdict> finish() throws Exception {
    over = true;
    turns.get(LAST_ONE_MINUTES, TimeUnit.MINUTES);
    synchronized (this) {
      return List.of(
          Verdict.of("flight-delays: output as computed directly", records, wrong)
              .with(outputs.size() + " jobs run to their end"));
    }
  }
}
