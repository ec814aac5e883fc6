package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.process.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: the guards must not refuse what a plain kill leaves behind. */
class KilledReplicaTest {
  private static final int KILLS = Boolean.getBoolean("cairn.full") ? 100 : 10;

  /** Batches of writes before a kill: some 300 ms of them. */
  private static final int MOST_BATCHES = 200;

  @TempDir Path root;

  @Test
  void a_replica_killed_while_it_writes_always_starts_with_all_it_confirmed() throws Exception {
    long seed = Long.getLong("cairn.seed", System.nanoTime() & 0xffffff);
    Random random = new Random(seed);
    System.out.println("kills: seed " + seed);
    int port = TestCluster.freePort();
    long confirmed = 0;
    for (int kill = 0; kill <= KILLS; kill++) {
      List<String> seen = new ArrayList<>();
      try (ReplicaProcess replica = ReplicaProcess.start(root.resolve("c1"), port)) {
        long has = replica.await("has", seen);
        assertTrue(has >= confirmed, "kill " + kill + ": has " + has + " of " + confirmed + seen);
        for (int batches = random.nextInt(MOST_BATCHES); batches >= 0; batches--) {
          confirmed = Math.max(confirmed, replica.await("wrote", seen));
        }
        confirmed = Math.max(confirmed, replica.kill("wrote"));
      }
    }
    System.out.println("kills: " + KILLS + " restarts, none refused, " + confirmed + " writes");
  }

  /** The limit of a file's size is what a full disk is to the writer: the write fails. */
  @Test
  void a_replica_whose_log_cannot_grow_halts_with_its_code_and_starts_again_later()
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "needs prlimit");
    int port = TestCluster.freePort();
    List<String> seen = new ArrayList<>();
    long confirmed = 0;
    try (ReplicaProcess replica = ReplicaProcess.start(root.resolve("c1"), port)) {
      replica.await("has", seen);
      replica.limitFiles(400_000);
      for (long wrote = 0; wrote >= 0; wrote = replica.await("wrote", seen)) {
        confirmed = Math.max(confirmed, wrote);
      }
      assertEquals(ExitCode.DISK_FAILED, replica.exitCode(), seen::toString);
    }
    assertTrue(confirmed > 0);
    String line = seen.stream().filter(said -> said.startsWith("DISK c1: ")).findFirst().orElse("");
    assertTrue(line.contains("the disk failed or is full"), seen::toString);
    System.out.println(line);
    try (ReplicaProcess replica = ReplicaProcess.start(root.resolve("c1"), port)) {
      long has = replica.await("has", seen);
      assertTrue(has >= confirmed, "has " + has + " of " + confirmed);
    }
  }
}
