package io.cairn.benchmarks.runtime;

import io.cairn.cli.cluster.ClusterPlan;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** How long a kill is felt by the count, which runs at a rate and with a checkpoint each second. */
final class Kills {
  private static final int SLOTS = 8;
  private static final int PARALLELISM = 2;
  private static final long INTERVAL_MILLIS = 1_000;

  /** An election takes half a second; so much of the time after the kill is looked at. */
  private static final long LOOKED_AT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final RuntimeSettings settings;

  /**
   * What was measured, in milliseconds.
   *
   * @param agentRestart from the start of the new agent to the first record of its last task
   * @param agentKill the same from the kill on
   * @param leaderGap longest time between two records of one task around the kill of the leader
   * @param calmGap the same over as long a time before it
   */
  record Felt(double agentRestart, double agentKill, double leaderGap, double calmGap) {}

  Kills(RuntimeSettings settings) {
    this.settings = settings;
  }

  Felt measure(boolean leader, boolean agent) throws IOException, InterruptedException {
    try (MeasuredCluster cluster =
        MeasuredCluster.start(ClusterPlan.Store.FILE, 1, SLOTS, settings)) {
      cluster.submit(PARALLELISM, settings.keys(), settings.rate(), INTERVAL_MILLIS);
      Thread.sleep(settings.warmupSeconds() * 1_000L);
      long before = cluster.completed();
      cluster.await("three checkpoints", () -> cluster.completed() >= before + 3);
      double[] gaps = leader ? killLeader(cluster) : new double[] {Double.NaN, Double.NaN};
      double[] starts = agent ? killAgent(cluster) : new double[] {Double.NaN, Double.NaN};
      return new Felt(starts[0], starts[1], gaps[0], gaps[1]);
    }
  }

  private static double[] killLeader(MeasuredCluster cluster)
      throws IOException, InterruptedException {
    String leader = cluster.leader();
    long killed = System.nanoTime();
    cluster.processes().kill(leader);
    cluster.await("another leader", () -> !leader.equals(cluster.leader()));
    long before = cluster.completed();
    cluster.await("a checkpoint under it", () -> cluster.completed() > before);
    cluster.await("time to pass", () -> System.nanoTime() - killed > LOOKED_AT_NANOS);
    double gap = longestPauseMillis(cluster, killed, killed + LOOKED_AT_NANOS);
    double calm = longestPauseMillis(cluster, killed - LOOKED_AT_NANOS, killed);
    cluster.processes().restart(leader);
    cluster.await("the killed coordinator", () -> cluster.processes().ready(leader));
    return new double[] {gap, calm};
  }

  private static double longestPauseMillis(MeasuredCluster cluster, long from, long until) {
    return cluster.progress().stream()
            .mapToLong(task -> task.longestPauseNanos(from, until))
            .max()
            .orElse(0)
        / 1e6;
  }

  private static double[] killAgent(MeasuredCluster cluster)
      throws IOException, InterruptedException {
    String agent = cluster.processes().agents().get(0);
    long[] begun = cluster.progress().stream().mapToLong(ProgressFile::begun).toArray();
    long killed = System.nanoTime();
    cluster.processes().kill(agent);
    long started = System.nanoTime();
    cluster.processes().restart(agent);
    cluster.await("every task to process again", () -> allProcess(cluster, begun));
    long first =
        cluster.progress().stream().mapToLong(ProgressFile::firstRecordNanos).max().orElse(0);
    return new double[] {(first - started) / 1e6, (first - killed) / 1e6};
  }

  private static boolean allProcess(MeasuredCluster cluster, long[] begun) {
    for (int i = 0; i < begun.length; i++) {
      ProgressFile task = cluster.progress().get(i);
      if (task.begun() == begun[i] || task.firstRecordNanos() == 0) {
        return false;
      }
    }
    return true;
  }
}
