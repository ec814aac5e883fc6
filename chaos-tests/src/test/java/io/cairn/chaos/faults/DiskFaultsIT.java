package io.cairn.chaos.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.chaos.Await;
import io.cairn.chaos.faults.disk.Damage;
import io.cairn.chaos.faults.disk.SmallDisk;
import io.cairn.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes whose disks fail. The damages are drawn from a seed, which {@code -Dcairn.seed}
 * repeats.
 */
@Tag("full")
class DiskFaultsIT {
  private static final long SEED = Long.getLong("cairn.seed", System.nanoTime() & 0xffffff);
  private static final long SLOW_UPLOAD_BYTES_PER_SECOND = 60_000;
  private static final int DISK_MEGABYTES = 256;
  private static final int TRIES = 20;

  @TempDir Path root;

  @Test
  void aCoordinatorWhoseDiskIsFullOrFailsHaltsAndIsNotMissed() throws Exception {
    Optional<String> missing = SmallDisk.missing();
    assumeTrue(missing.isEmpty(), "skipped: " + missing.orElse(""));
    try (SmallDisk first = SmallDisk.create(root.resolve("disk1"), DISK_MEGABYTES);
        SmallDisk second = SmallDisk.create(root.resolve("disk2"), DISK_MEGABYTES);
        SmallDisk third = SmallDisk.create(root.resolve("disk3"), DISK_MEGABYTES);
        FaultyCluster cluster = new FaultyCluster(root, 3, 2, SLOW_UPLOAD_BYTES_PER_SECOND)) {
      List<SmallDisk> disks = List.of(first, second, third);
      for (int i = 0; i < disks.size(); i++) {
        cluster.place(cluster.coordinators().get(i), disks.get(i).path().resolve("data"));
      }
      cluster.startAll();
      FlightsUnderFault flights = FlightsUnderFault.submit(cluster, 6);

      String leader = cluster.leader();
      SmallDisk full = disks.get(cluster.coordinators().indexOf(leader));
      long inFlight = flights.awaitSomeAcks(leader);
      full.fill();
      assertHaltsForItsDisk(cluster, leader);
      flights.awaitCompleted(cluster.leader(others(cluster, leader)), inFlight);
      full.free();
      restart(cluster, leader);

      leader = cluster.leader();
      SmallDisk broken = disks.get(cluster.coordinators().indexOf(leader));
      inFlight = flights.awaitSomeAcks(leader);
      broken.fail();
      assertHaltsForItsDisk(cluster, leader);
      flights.awaitCompleted(cluster.leader(others(cluster, leader)), inFlight);
      broken.recover();
      restart(cluster, leader);
      flights.assertUnharmed();
    }
  }

  @Test
  void aDamagedCoordinatorRefusesAndIsRebuiltFromTheOthers() throws Exception {
    Random random = new Random(SEED);
    try (FaultyCluster cluster = new FaultyCluster(root, 3, 2, 0)) {
      cluster.startAll();
      FlightsUnderFault flights = FlightsUnderFault.submit(cluster, 8);
      flights.awaitProgress(cluster.coordinators());
      int turn = 0;
      for (Damage damage : Damage.values()) {
        for (Damage.Target target :
            List.of(Damage.Target.RAFT_LOG, Damage.Target.VOTE, Damage.Target.SNAPSHOT)) {
          // The leader and a follower in turn.
          String leader = cluster.leader();
          String victim = turn % 2 == 0 ? leader : others(cluster, leader).get(0);
          turn++;
          Await.until(
              FaultyCluster.BOUND,
              () -> !target.files(cluster.directory(victim)).isEmpty(),
              () -> victim + " has files of " + target);
          cluster.node(victim).kill();
          assertRefused(cluster, victim, target, damage, random);
          Path raft = cluster.directory(victim).resolve("raft");
          Files.move(raft, raft.resolveSibling("raft.damaged-" + turn));
          restart(cluster, victim);
        }
      }
      flights.assertUnharmed();
    }
  }

  /** Strikes until it refuses: damage to what does not count, as padding, need not be seen. */
  private static void assertRefused(
      FaultyCluster cluster, String victim, Damage.Target target, Damage damage, Random random)
      throws Exception {
    String said = "";
    for (int tried = 0; tried < TRIES; tried++) {
      List<Path> files = target.files(cluster.directory(victim));
      Path file = files.get(random.nextInt(files.size()));
      damage.strike(file, random);
      int before = cluster.node(victim).log().size();
      cluster.start(victim);
      FaultyNode node = cluster.node(victim);
      Await.until(
          FaultyCluster.BOUND,
          () -> !node.alive() || node.ready(),
          () -> victim + " ends or serves");
      said = damage + " in " + file + ", seed " + SEED + ": " + cluster.node(victim).log();
      if (!node.alive()) {
        assertEquals(ExitCode.DATA_DAMAGED, node.awaitEnd(), said);
        List<String> lines = node.log().subList(before, node.log().size());
        String last = lines.get(lines.size() - 1);
        assertTrue(last.startsWith("the coordinator cannot start: "), last);
        assertTrue(last.contains(cluster.directory(victim).toString()), last);
        assertTrue(last.contains("docs/operations.md"), last);
        return;
      }
      cluster.awaitEqual(); // it had all that it should have
      node.kill();
    }
    throw new AssertionError("none of " + TRIES + " damages was refused; the last: " + said);
  }

  @Test
  void anAgentWhoseLocalStateIsDamagedGivesAnExactResult() throws Exception {
    Random random = new Random(SEED);
    try (FaultyCluster cluster = new FaultyCluster(root, 3, 2, 0)) {
      cluster.startAll();
      FlightsUnderFault flights = FlightsUnderFault.submit(cluster, 6);
      for (Damage damage : Damage.values()) {
        flights.awaitProgress(cluster.coordinators());
        long attempt = flights.view().path("attempt").asLong();
        String agent = withMostLocalState(cluster);
        cluster.node(agent).kill();
        List<Path> files = Damage.Target.LOCAL_STATE.files(cluster.directory(agent));
        assertFalse(files.isEmpty(), "there is local state");
        long droppedBefore = dropped(cluster, agent);
        for (Path file : files) {
          damage.strike(file, random);
        }
        cluster.start(agent);
        cluster.awaitServing(List.of(agent));
        Await.until(
            FaultyCluster.BOUND,
            () -> dropped(cluster, agent) > droppedBefore,
            () -> agent + " sees the damage, seed " + SEED);
        Await.until(
            FaultyCluster.BOUND,
            () -> flights.view().path("attempt").asLong() > attempt,
            () -> "a new attempt, seed " + SEED);
        flights.awaitProgress(cluster.coordinators());
      }
      flights.assertExact();
      cluster.awaitEqual();
    }
  }

  /** After a restart all tasks may run on one of them. */
  private static String withMostLocalState(FaultyCluster cluster) throws IOException {
    String most = cluster.agents().get(0);
    for (String agent : cluster.agents()) {
      if (Damage.Target.LOCAL_STATE.files(cluster.directory(agent)).size()
          > Damage.Target.LOCAL_STATE.files(cluster.directory(most)).size()) {
        most = agent;
      }
    }
    return most;
  }

  private static long dropped(FaultyCluster cluster, String agent) throws IOException {
    return cluster.node(agent).log().stream()
        .filter(line -> line.contains("a local snapshot is dropped"))
        .count();
  }

  private static void assertHaltsForItsDisk(FaultyCluster cluster, String name)
      throws IOException, InterruptedException {
    assertEquals(ExitCode.DISK_FAILED, cluster.node(name).awaitEnd(), name);
    assertTrue(
        cluster.node(name).log().stream().anyMatch(line -> line.startsWith("DISK " + name)),
        () -> name + " says so");
  }

  private static void restart(FaultyCluster cluster, String name) throws IOException {
    cluster.start(name);
    cluster.awaitServing(List.of(name));
    cluster.awaitEqual();
  }

  private static List<String> others(FaultyCluster cluster, String but) {
    return cluster.coordinators().stream().filter(name -> !name.equals(but)).toList();
  }
}
