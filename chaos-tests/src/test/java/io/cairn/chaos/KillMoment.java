package io.cairn.chaos;

import io.cairn.process.failpoint.Failpoint;
import java.util.List;

/**
 * Moments of a checkpoint at which agent a1 dies. Of each operator a1 has the first instance and a2
 * the second. Each is reached for certain: gates hold the checkpoint there.
 */
enum KillMoment {
  /** No task has passed a barrier on, so those behind the sources have seen none. */
  BEFORE_THE_BARRIER(Cut.LOST) {
    @Override
    long reach(GatedCluster cluster, LedgerRun run) throws Exception {
      return held(cluster, run, List.of("a1", "a2"), Failpoint.AFTER_BARRIER);
    }
  },

  /** The ledger on a1 has the barrier of the source on a1, and waits for that of the other. */
  WHILE_ALIGNING(Cut.LOST) {
    @Override
    long reach(GatedCluster cluster, LedgerRun run) throws Exception {
      long id = held(cluster, run, List.of("a2"), Failpoint.AFTER_BARRIER);
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.awaited(id, "ledger", 0).equals("numbers/1"),
          () -> "the ledger on a1 to await just the barrier of a2: " + run.shown(id));
      return id;
    }
  },

  /** Snapshots are on a1's disk, and no coordinator knows it. */
  IN_THE_LOCAL_STAGE(Cut.LOST) {
    @Override
    long reach(GatedCluster cluster, LedgerRun run) throws Exception {
      return held(cluster, run, List.of("a1"), Failpoint.AFTER_LOCAL);
    }
  },

  /** All that is not acknowledged is LOCAL, and a1 has uploaded half of the state of a task. */
  AT_HALF_OF_THE_UPLOAD(Cut.LOCAL) {
    @Override
    long reach(GatedCluster cluster, LedgerRun run) throws Exception {
      long id = held(cluster, run, List.of("a1"), Failpoint.DURING_UPLOAD);
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.allAcked(id, "a2") && !run.phases(id, "a1").contains("PENDING"),
          () -> "all but the upload of a1: " + run.shown(id));
      run.awaitRecords(AT_STAKE);
      return id;
    }
  },

  /** Each task of a1 has acknowledged, those of a2 have not. */
  AFTER_THE_ACK(Cut.LOCAL) {
    @Override
    long reach(GatedCluster cluster, LedgerRun run) throws Exception {
      long id = held(cluster, run, List.of("a2"), Failpoint.BEFORE_ACK);
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.allAcked(id, "a1") && !run.phases(id, "a2").contains("PENDING"),
          () -> "the acks of a1: " + run.shown(id));
      run.awaitRecords(AT_STAKE);
      return id;
    }
  },

  /** COMPLETED is in the log, and a1, which stands still, has not heard of it. */
  BETWEEN_COMMIT_AND_NOTIFICATION(Cut.COMMITTED) {
    @Override
    long reach(GatedCluster cluster, LedgerRun run) throws Exception {
      long id = held(cluster, run, List.of("a2"), Failpoint.BEFORE_ACK);
      Await.until(
          FlightDelaysRun.BOUND,
          () -> run.allAcked(id, "a1"),
          () -> "the acks of a1: " + run.shown(id));
      run.awaitRecords(AT_STAKE);
      cluster.pause("a1");
      cluster.open("a2", Failpoint.BEFORE_ACK);
      boolean unused = run.awaitDecided(id);
      return id;
    }
  };

  /** So many records are processed after the cut, and replayed from it. */
  static final long AT_STAKE = 500;

  /** What is left of the checkpoint when a1 is gone. */
  enum Cut {
    /** A snapshot is missing for good: the checkpoint is aborted. */
    LOST,
    /** What is missing is on some disk: it completes if the agent's return is waited for. */
    LOCAL,
    /** It is complete. */
    COMMITTED
  }

  private final Cut cut;

  KillMoment(Cut cut) {
    this.cut = cut;
  }

  Cut cut() {
    return cut;
  }

  /** Begins a checkpoint and brings it to this moment; its id. */
  abstract long reach(GatedCluster cluster, LedgerRun run) throws Exception;

  /** A checkpoint that is held at a gate of these agents. */
  private static long held(GatedCluster cluster, LedgerRun run, List<String> agents, Failpoint gate)
      throws Exception {
    long[] before = new long[agents.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = cluster.arrivals(agents.get(i), gate);
      cluster.close(agents.get(i), gate);
    }
    long id = run.trigger();
    for (int i = 0; i < before.length; i++) {
      String agent = agents.get(i);
      long arrivals = before[i];
      Await.until(
          FlightDelaysRun.BOUND,
          () -> cluster.arrivals(agent, gate) > arrivals,
          () -> agent + " to come to " + gate.kebab() + ": " + run.shown(id));
    }
    return id;
  }
}
