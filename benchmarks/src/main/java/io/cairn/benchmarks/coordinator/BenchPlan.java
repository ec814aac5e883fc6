package io.cairn.benchmarks.coordinator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param directory where all its data lies; on the disk that is to be measured
 * @param options further options of the coordinators' JVMs
 * @param warmup before each figure of throughput or latency
 * @param measure of each
 * @param failovers number of kills
 * @param elections how long false elections are looked for
 */
record BenchPlan(
    Path directory,
    List<String> options,
    Duration warmup,
    Duration measure,
    int failovers,
    Duration elections) {
  /** The same with other durations. */
  BenchPlan lasting(Duration otherWarmup, Duration otherMeasure) {
    return new BenchPlan(directory, options, otherWarmup, otherMeasure, failovers, elections);
  }

  /** A fresh cluster, in a directory of its own. */
  Coordinators cluster(String name) throws IOException, InterruptedException {
    return cluster(name, "");
  }

  /** The same with lines of the section {@code raft}. */
  Coordinators cluster(String name, String raft) throws IOException, InterruptedException {
    return Coordinators.start(directory.resolve(name), options, raft);
  }
}
