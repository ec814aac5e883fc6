package io.cairn.chaos.workload;

import io.cairn.chaos.RecordLedger;
import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.linearizability.Operation;
import io.cairn.chaos.linearizability.RegisterModel.Write;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The workload {@code registers}: settings of a job that does next to nothing, written and read
 * through every replica.
 */
final class RegistersLoad implements Workload {
  /** Rare enough that the search for an order stays short over minutes. */
  private static final long PAUSE_MILLIS = 60;

  private static final long NO_CHECKPOINTS = 0;

  @SuppressWarnings("NullAway.Init") // set by start, before all else
  private ChaosJob job;

  @SuppressWarnings("NullAway.Init") // set by start, before all else
  private RegisterClients clients;

  @SuppressWarnings("NullAway.Init") // set by start, before all else
  private Site site;

  @Override
  public String name() {
    return "registers";
  }

  @Override
  public void start(Site here) throws IOException {
    site = here;
    job =
        ChaosJob.submit(
            site,
            RecordLedger.class,
            name(),
            Map.of(
                RecordLedger.OUTPUT, site.directory().resolve("registers").toUri().toString(),
                RecordLedger.WITNESS, site.directory().resolve("registers-witness").toString(),
                RecordLedger.RATE, "1"),
            NO_CHECKPOINTS);
    job.set(RegisterClients.REGISTERS);
    clients = new RegisterClients(site.scene()::adminAddresses, job.id(), PAUSE_MILLIS);
    clients.start(site.seed());
  }

  /** None that takes checkpoints. */
  @Override
  public List<ChaosJob> jobs() {
    return List.of();
  }

  @Override
  public long progress() {
    return clients.reads() + clients.writes();
  }

  @Override
  public List<Verdict> finish() throws Exception {
    try (RegisterClients ending = clients) {
      Verdict verdict = ending.finish();
      ending
          .history()
          .objects()
          .forEach((name, operations) -> operations.forEach(each -> note(name, each)));
      job.drain();
      return List.of(verdict);
    }
  }

  /** Times are of one clock, whose zero means nothing. */
  private void note(String name, Operation<?, Long> operation) {
    boolean answered = operation.returned() != Operation.NEVER;
    site.chronicle()
        .add(
            answered ? "ok" : "unknown",
            Map.of(
                "register",
                name,
                "call",
                operation.input() instanceof Write ? "write" : "read",
                "value",
                String.valueOf(answered ? operation.output() : operation.input()),
                "invoked",
                operation.invoked(),
                "returned",
                answered ? operation.returned() : -1));
  }
}
