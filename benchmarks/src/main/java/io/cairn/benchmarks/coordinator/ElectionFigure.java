package io.cairn.benchmarks.coordinator;

import io.cairn.benchmarks.report.BenchReport;
import io.cairn.benchmarks.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Elections that nobody needs: both cores are busy, and the leader collects everything. */
final class ElectionFigure {
  private static final int BUSY_LOOPS = 2;
  private static final long COLLECT_MILLIS = 5_000;

  private volatile boolean done;
  private volatile long found;

  private ElectionFigure() {}

  static void measure(BenchPlan plan, BenchReport report)
      throws IOException, InterruptedException, TimeoutException {
    try (Coordinators cluster = plan.cluster("elections");
        Fleet fleet = Fleet.connect(cluster)) {
      long job = fleet.job("steady", 1_000);
      fleet.checkpoint(job);
      ElectionFigure figure = new ElectionFigure();
      List<Thread> loops = new ArrayList<>();
      for (int i = 0; i < BUSY_LOOPS; i++) {
        Thread loop = new Thread(figure::spin, "busy-" + i);
        loop.setDaemon(true);
        loop.start();
        loops.add(loop);
      }
      Coordinators.Leader first = cluster.leader();
      int collections = 0;
      long begin = System.nanoTime();
      long due = begin;
      while (due - begin < plan.elections().toNanos()) {
        Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        Jcmd.run(cluster.process(cluster.leader().index()).pid(), "GC.run");
        collections++;
        due = Math.max(due + COLLECT_MILLIS * 1_000_000, System.nanoTime());
      }
      long terms = cluster.leader().term() - first.term();
      figure.done = true;
      report.figure("falseElections", (double) terms, Target.atMost(0));
      report.setting("elections: seconds", plan.elections().toSeconds());
      report.setting("elections: full collections", collections);
      report.detail("lostSessionsDuringElections", fleet.watch().lostSessions());
      for (Thread loop : loops) {
        loop.join();
      }
      report.detail("whatTheBusyLoopsFound", figure.found);
    }
  }

  private void spin() {
    long value = 1;
    while (!done) {
      for (int i = 0; i < 1_000_000; i++) {
        value = value * 6364136223846793005L + 1442695040888963407L;
      }
      found = value;
    }
  }
}
