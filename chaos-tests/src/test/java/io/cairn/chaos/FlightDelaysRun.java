package io.cairn.chaos;

import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.examples.flights.FlightDelays;
import io.cairn.examples.flights.verdict.CommittedOutput;
import io.cairn.examples.flights.verdict.ExpectedResults;
import io.cairn.examples.flights.verdict.OutputFiles;
import io.cairn.examples.flights.verdict.Verdict;
import io.cairn.process.HostPort;
import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Real processes that run the job {@code flight-delays} on real input: three coordinators, two
 * agents, a directory as the store. Agent a2 uploads slowly, so that every checkpoint is for a
 * while one with some acks and not all.
 */
final class FlightDelaysRun implements AutoCloseable {

  static final Duration BOUND = Duration.ofSeconds(90);

  private static final long REPEAT = 2;
  private static final int PARALLELISM = 2;
  private static final long FLIGHTS_PER_SECOND = 2_500;
  private static final long SLOW_UPLOAD_BYTES_PER_SECOND = 60_000;
  private static final JobSubmission.Policy POLICY =
      new JobSubmission.Policy(2_000, 120_000, 3, 200);

  private final LocalCluster cluster;
  private final long repeat;
  private final JobSubmission.Policy policy;
  private long jobId;

  private FlightDelaysRun(LocalCluster cluster, long repeat, JobSubmission.Policy policy) {
    this.cluster = cluster;
    this.repeat = repeat;
    this.policy = policy;
  }

  /** Starts the processes and submits the job. */
  static FlightDelaysRun start(String name) throws Exception {
    return start(name, REPEAT);
  }

  /** As {@link #start(String)}, with so many rounds of the input. */
  static FlightDelaysRun start(String name, long repeat) throws Exception {
    ClusterPlan plan =
        ClusterPlan.small(name, ClusterPlan.Store.FILE, false)
            .withUploadLimits(Map.of("a2", SLOW_UPLOAD_BYTES_PER_SECOND));
    return start(plan, repeat, POLICY);
  }

  /** As {@link #start(String, long)}, of a plan and with a policy of its own. */
  static FlightDelaysRun start(ClusterPlan plan, long repeat, JobSubmission.Policy policy)
      throws Exception {
    FlightDelaysRun run =
        new FlightDelaysRun(LocalCluster.create(plan, System.out::println), repeat, policy);
    try {
      run.cluster.start();
      run.submit(JobSubmission.Restore.FRESH, PARALLELISM);
      return run;
    } catch (Exception | AssertionError e) {
      run.close();
      throw e;
    }
  }

  /** Submits the job again, which has ended, from a savepoint; from now on that one is meant. */
  void submitFrom(String savepoint) throws IOException, InterruptedException {
    submit(new JobSubmission.Restore(savepoint, List.of()), PARALLELISM);
  }

  /** Submits the job again, which has ended, by its name; from now on that one is meant. */
  void continueAt(int parallelism) throws IOException, InterruptedException {
    submit(new JobSubmission.Restore("", List.of()), parallelism);
  }

  private void submit(JobSubmission.Restore restore, int parallelism)
      throws IOException, InterruptedException {
    Map<String, String> arguments =
        Map.of(
            "input", ExampleFiles.FLIGHTS.toUri().toString(),
            "output", output().toUri().toString(),
            "repeat", String.valueOf(repeat),
            "parallelism", String.valueOf(parallelism),
            "ratePerSecond", String.valueOf(FLIGHTS_PER_SECOND));
    JobSubmission submission =
        new JobSubmission(
            ExampleFiles.jar(),
            FlightDelays.class.getName(),
            FlightDelays.NAME,
            arguments,
            policy,
            restore);
    jobId = submission.send(cluster.admin()).path("jobId").asLong();
  }

  long jobId() {
    return jobId;
  }

  LocalCluster cluster() {
    return cluster;
  }

  /** Every event of the job in the histories of these processes, each process's in its order. */
  List<HistoryEvent> events(List<String> processes, Predicate<HistoryEvent> wanted)
      throws IOException {
    List<HistoryEvent> events = new ArrayList<>();
    for (String process : processes) {
      HistoryReader.read(cluster.history(process)).stream()
          .filter(event -> event.number("job") == jobId)
          .filter(wanted)
          .forEach(events::add);
    }
    return events;
  }

  /** The id of the coordinator that leads now; waits for one. */
  String leader() {
    return Leaders.await(BOUND, cluster.admin(), cluster.coordinators());
  }

  /** The admin address of a coordinator that does not lead. */
  HostPort follower() {
    List<String> ids = cluster.coordinators();
    return cluster.adminAddresses().get((ids.indexOf(leader()) + 1) % ids.size());
  }

  /** What the admin API says of the job. */
  com.fasterxml.jackson.databind.JsonNode job() throws InterruptedException {
    return cluster.admin().get("jobs/" + jobId);
  }

  /** Waits until the job has ended by itself. */
  void awaitFinished() {
    Await.until(
        BOUND,
        () -> job().path("state").asText().equals("FINISHED"),
        () -> "the job FINISHED; dead processes: " + cluster.dead());
  }

  /** Compares the committed output with a direct computation. */
  Verdict verdict() throws IOException {
    return Verdict.of(
        ExpectedResults.of(ExampleFiles.FLIGHTS, repeat, false),
        CommittedOutput.read(OutputFiles.local(output().resolve("committed"))));
  }

  private Path output() {
    return cluster.directory().resolve("output");
  }

  @Override
  public void close() throws IOException {
    cluster.close();
  }
}
