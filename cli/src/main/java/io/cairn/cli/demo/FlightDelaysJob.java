package io.cairn.cli.demo;

import io.cairn.cli.admin.JobSubmission;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.examples.flights.FlightDelays;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The job {@code flight-delays} as demo and dev run it: parallelism 2, checkpoints every 2 s. */
public final class FlightDelaysJob {
  private static final long CHECKPOINT_INTERVAL_MILLIS = 2_000;
  private static final long CHECKPOINT_TIMEOUT_MILLIS = 60_000;
  private static final int RETAINED = 3;
  private static final long RESTART_DELAY_MILLIS = 200;

  private FlightDelaysJob() {}

  /** Where the job's sink writes. */
  static String output(LocalCluster cluster) {
    return cluster.store() + "/flight-delays-output";
  }

  /**
   * Submits the job with these arguments besides those for input and output.
   *
   * @throws io.cairn.cli.admin.AdminException when the cluster refuses or does not answer
   */
  public static void submit(LocalCluster cluster, Map<String, String> arguments, Path input)
      throws IOException, InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(arguments);
    all.put("input", input.toUri().toString());
    all.put("output", output(cluster));
    all.put("parallelism", "2");
    JobSubmission submission =
        new JobSubmission(
            JobJar.of(FlightDelays.class, cluster.directory()),
            FlightDelays.class.getName(),
            FlightDelays.NAME,
            all,
            new JobSubmission.Policy(
                CHECKPOINT_INTERVAL_MILLIS,
                CHECKPOINT_TIMEOUT_MILLIS,
                RETAINED,
                RESTART_DELAY_MILLIS));
    var unused = submission.send(cluster.admin());
  }
}
