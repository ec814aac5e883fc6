package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.failpoint.Failpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One job lives through kills of every kind, one after another in an order that is drawn, with
 * checkpoints aborted by a person and commits held back in between. Its output is exact.
 */
@Tag("full")
class ManyKillsIT {
  private static final String SEED_PROPERTY = "cairn.test.seed";

  @TempDir Path directory;

  /** What may happen. */
  private enum Trouble {
    AGENT_DIES_WHILE_UPLOADING("ledger"),
    AGENT_DIES_BEFORE_ITS_COMMIT("lines"),
    AGENT_DIES_AFTER_ITS_COMMIT("lines"),
    CHECKPOINT_IS_ABORTED_WHILE_UPLOADING("ledger"),
    ABORTED_AND_THEN_THE_AGENT_DIES("ledger"),
    COMMIT_IS_LATE("lines"),
    LEADER_DIES_WHILE_UPLOADING("ledger"),
    FOLLOWER_DIES_WHILE_UPLOADING("ledger");

    /** Whose task it meets. */
    private final String operator;

    Trouble(String operator) {
      this.operator = operator;
    }
  }

  @Test
  void theOutputIsExactAfterAllOfThem() throws Exception {
    long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
    System.out.printf("seed %d (replay: -Dcairn.test.args=-D%s=%d)%n", seed, SEED_PROPERTY, seed);
    Random random = new Random(seed);
    List<Trouble> troubles = new ArrayList<>(List.of(Trouble.values()));
    Collections.shuffle(troubles, random);
    Map<Trouble, String> met = new EnumMap<>(Trouble.class);
    try (GatedCluster cluster =
        GatedCluster.start("many-kills", "", Files.createDirectory(directory.resolve("gates")))) {
      LedgerRun run = cluster.submit("many-kills");
      for (Trouble trouble : troubles) {
        run.awaitRecords(2 * RecordLedger.KEYS);
        int instance = random.nextInt(RecordLedger.PARALLELISM);
        // Tasks stay where they were moved to, so that an agent may be without some.
        String agent = run.agentOf(trouble.operator, instance);
        met.put(trouble, meet(cluster, run, trouble, agent));
        cluster.openAll();
        cluster.awaitWhole();
        run.awaitRunning();
        run.awaitCompleted(run.trigger());
      }
      LedgerAudit audit = run.drain();
      System.out.printf(
          "seed %d: %s; %d attempts, %d records committed, %d replayed%n",
          seed, met, run.attempt(), audit.lines().size(), audit.replayed());
      audit.assertExact();
      assertTrue(audit.replayed() > 0, "something was at stake");
      assertEquals(Trouble.values().length, met.size());
    }
  }

  private static String meet(GatedCluster cluster, LedgerRun run, Trouble trouble, String agent)
      throws Exception {
    return switch (trouble) {
      case AGENT_DIES_WHILE_UPLOADING -> {
        long id = held(cluster, run, agent, Failpoint.DURING_UPLOAD);
        yield killed(cluster, run, agent, id);
      }
      case AGENT_DIES_BEFORE_ITS_COMMIT -> {
        long id = held(cluster, run, agent, Failpoint.BEFORE_SINK_COMMIT);
        yield killed(cluster, run, agent, id);
      }
      case AGENT_DIES_AFTER_ITS_COMMIT -> {
        long id = held(cluster, run, agent, Failpoint.AFTER_SINK_COMMIT);
        yield killed(cluster, run, agent, id);
      }
      case CHECKPOINT_IS_ABORTED_WHILE_UPLOADING -> {
        long id = held(cluster, run, agent, Failpoint.DURING_UPLOAD);
        run.abort(id);
        yield decided(run, id);
      }
      case ABORTED_AND_THEN_THE_AGENT_DIES -> {
        long id = held(cluster, run, agent, Failpoint.BEFORE_ACK);
        run.abort(id);
        yield killed(cluster, run, agent, id);
      }
      case COMMIT_IS_LATE -> {
        // The sink's task stands still; what the others process meanwhile waits in its channels.
        long id = held(cluster, run, agent, Failpoint.BEFORE_SINK_COMMIT);
        run.awaitCompleted(id);
        yield decided(run, id);
      }
      case LEADER_DIES_WHILE_UPLOADING -> {
        long id = held(cluster, run, agent, Failpoint.DURING_UPLOAD);
        yield bystander(cluster, run, cluster.leader(), id);
      }
      case FOLLOWER_DIES_WHILE_UPLOADING -> {
        long id = held(cluster, run, agent, Failpoint.DURING_UPLOAD);
        yield bystander(cluster, run, cluster.followers().get(0), id);
      }
    };
  }

  private static long held(GatedCluster cluster, LedgerRun run, String agent, Failpoint gate)
      throws Exception {
    long before = cluster.arrivals(agent, gate);
    cluster.close(agent, gate);
    long id = run.trigger();
    Await.until(
        FlightDelaysRun.BOUND,
        () -> cluster.arrivals(agent, gate) > before,
        () -> agent + " to come to " + gate.kebab() + ": " + run.shown(id));
    return id;
  }

  private static String killed(GatedCluster cluster, LedgerRun run, String agent, long id)
      throws Exception {
    long attempt = run.attempt();
    cluster.processes().kill(agent);
    cluster.openAll();
    cluster.processes().restart(agent);
    Await.until(
        FlightDelaysRun.BOUND, () -> run.attempt() > attempt, () -> "an attempt after " + attempt);
    return decided(run, id);
  }

  private static String bystander(GatedCluster cluster, LedgerRun run, String coordinator, long id)
      throws Exception {
    cluster.processes().kill(coordinator);
    cluster.openAll();
    run.awaitCompleted(id);
    cluster.processes().restart(coordinator);
    return decided(run, id);
  }

  private static String decided(LedgerRun run, long id) {
    return id + (run.awaitDecided(id) ? " completed" : " aborted");
  }
}
