package io.cairn.benchmarks.coordinator;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Starts three {@link RawRaftMain}s, of which the leader appends for a while. */
final class RawRaft {
  private static final Duration BOUND = Duration.ofSeconds(60);

  /**
   * What the leader measured.
   *
   * @param itemsPerSecond committed and applied on the leader
   * @param entryP50Millis from the append to its application
   * @param cpuMicrosPerItem of the three processes
   */
  record Result(double itemsPerSecond, double entryP50Millis, double cpuMicrosPerItem) {}

  private RawRaft() {}

  static Result measure(BenchPlan plan) throws IOException, InterruptedException, TimeoutException {
    Path directory = Files.createDirectories(plan.directory().resolve("raw"));
    Path answer = directory.resolve("result");
    StringBuilder peers = new StringBuilder();
    for (int port : Ports.free(Coordinators.REPLICAS)) {
      peers.append(peers.length() == 0 ? "" : ",").append("127.0.0.1:").append(port);
    }
    List<JavaProcess> all = new ArrayList<>();
    try {
      for (int i = 0; i < Coordinators.REPLICAS; i++) {
        all.add(
            JavaProcess.start(
                plan.options(),
                List.of(
                    RawRaftMain.class.getName(),
                    Integer.toString(i),
                    peers.toString(),
                    directory.resolve("r" + i).toString(),
                    Long.toString(plan.warmup().toMillis()),
                    Long.toString(plan.measure().toMillis()),
                    answer.toString()),
                directory.resolve("r" + i + ".log")));
      }
      long end = System.nanoTime() + BOUND.plus(plan.warmup()).plus(plan.measure()).toNanos();
      Path begun = RawRaftMain.begun(answer);
      await(begun, end);
      double before = cpuMicros(all);
      await(answer, end);
      double cpu = cpuMicros(all) - before;
      try (BufferedReader in = Files.newBufferedReader(answer)) {
        String[] words = String.valueOf(in.readLine()).split(" ", -1);
        double perSecond = Double.parseDouble(words[0]);
        double items = perSecond * plan.measure().toMillis() / 1e3;
        return new Result(perSecond, Double.parseDouble(words[1]), cpu / items);
      }
    } finally {
      all.forEach(JavaProcess::close);
    }
  }

  private static double cpuMicros(List<JavaProcess> all) {
    return all.stream().mapToDouble(process -> process.cpu().toNanos() / 1e3).sum();
  }

  private static void await(Path file, long endNanos)
      throws InterruptedException, TimeoutException {
    while (!Files.exists(file)) {
      if (System.nanoTime() > endNanos) {
        throw new TimeoutException("raw jraft gave no result; see " + file.getParent());
      }
      Thread.sleep(20);
    }
  }
}
