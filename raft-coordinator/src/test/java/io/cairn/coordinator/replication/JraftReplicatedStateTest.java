package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Outcome;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JraftReplicatedStateTest {
  @TempDir Path root;

  private static Event agent(int number) {
    return new Event.RegisterAgent(
        new AgentId("a" + number), "nonce-" + number, "127.0.0.1", 9000, 4, 0);
  }

  private static Term term(TestCluster cluster, String id) {
    return cluster.replica(id).leadership().readyTerm().orElseThrow();
  }

  private static void write(TestCluster cluster, int from, int to) throws Exception {
    String leader = cluster.awaitLeader();
    List<CompletableFuture<List<Outcome>>> answers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      answers.add(cluster.replica(leader).propose(term(cluster, leader), List.of(agent(i))));
    }
    for (CompletableFuture<List<Outcome>> answer : answers) {
      assertTrue(Await.get(answer).get(0).isAccepted());
    }
  }

  private static void awaitSameState(TestCluster cluster) throws Exception {
    for (String id : cluster.ids()) {
      assertTrue(Await.get(cluster.replica(id).readLinearizable()).isBootstrapped());
    }
    Await.until(
        "all replicas are at one index",
        () ->
            cluster.ids().stream().map(id -> cluster.replica(id).appliedIndex()).distinct().count()
                == 1);
    assertEquals(
        1,
        cluster.ids().stream()
            .map(id -> cluster.replica(id).state().stateHash())
            .distinct()
            .count());
  }

  @Test
  void survives_the_loss_of_its_leader_and_a_restart_from_disk() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 3)) {
      cluster.startAll();
      String first = cluster.awaitLeader();
      Term firstTerm = term(cluster, first);
      write(cluster, 0, 300);
      String clusterId = cluster.replica(first).state().clusterId();
      assertFalse(clusterId.isEmpty());

      cluster.stop(first);
      String second = cluster.awaitLeader();
      assertNotEquals(first, second);
      Term secondTerm = term(cluster, second);
      assertTrue(secondTerm.compareTo(firstTerm) > 0);
      assertThrows(
          NotLeaderException.class,
          () -> Await.get(cluster.replica(second).propose(firstTerm, List.of(agent(1)))));
      write(cluster, 300, 310);

      cluster.start(first);
      awaitSameState(cluster);
      assertEquals(310, cluster.replica(first).state().agents().size());
      assertEquals(clusterId, cluster.replica(first).state().clusterId());

      for (String id : cluster.ids()) {
        cluster.stop(id);
      }
      cluster.startAll();
      cluster.awaitLeader();
      awaitSameState(cluster);
      assertEquals(310, cluster.replica(first).state().agents().size());
      assertEquals(List.of(), cluster.faults);
    }
  }

  @Test
  void a_follower_reads_what_was_answered_and_refuses_proposals() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 3)) {
      cluster.startAll();
      String leader = cluster.awaitLeader();
      String follower =
          cluster.ids().stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();
      Term term = term(cluster, leader);
      for (int i = 0; i < 20; i++) {
        write(cluster, i, i + 1);
        ClusterState read = Await.get(cluster.replica(follower).readLinearizable());
        assertEquals(i + 1, read.agents().size());
      }
      assertEquals(leader, cluster.replica(follower).leadership().leaderId().orElseThrow());
      assertThrows(
          NotLeaderException.class,
          () -> Await.get(cluster.replica(follower).propose(term, List.of(agent(0)))));
    }
  }

  @Test
  void restores_a_snapshot_and_refuses_a_damaged_one() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 1)) {
      cluster.startAll();
      write(cluster, 0, 50);
      Await.get(cluster.replica("c1").snapshot());
      write(cluster, 50, 60);
      long hash = cluster.replica("c1").state().agents().sum();
      cluster.stop("c1");

      JraftReplicatedState replica = cluster.make("c1", true);
      List<Long> replaced = new CopyOnWriteArrayList<>();
      replica.subscribe(
          new AppliedListener() {
            @Override
            public void onApplied(Applied applied) {}

            @Override
            public void onReplaced(long index, ClusterState state) {
              replaced.add(index);
            }
          });
      replica.start();
      try {
        Await.until("the log is replayed", () -> replica.leadership().isReady());
        assertEquals(1, replaced.size());
        assertEquals(hash, replica.state().agents().sum());
      } finally {
        replica.close();
      }

      damage(snapshotFile());
      ReplicaStartException refused =
          assertThrows(ReplicaStartException.class, () -> cluster.start("c1"));
      assertEquals(ReplicaStartException.Reason.DAMAGED, refused.reason());
    }
  }

  private Path snapshotFile() throws Exception {
    try (Stream<Path> files = Files.walk(root.resolve("c1"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(SnapshotFiles.FILE))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void damage(Path file) throws Exception {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(access.length() / 2);
      int old = access.read();
      access.seek(access.length() / 2);
      access.write(old ^ 1);
    }
  }

  @Test
  void a_replica_that_is_new_and_may_not_found_waits_for_the_others() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 3)) {
      JraftReplicatedState waiting = cluster.start("c3", false);
      cluster.start("c1", true);
      cluster.start("c2", true);
      assertNotEquals("c3", cluster.awaitLeader());
      write(cluster, 0, 10);
      Await.until("the log has come", () -> waiting.state().agents().size() == 10);
    }
  }

  @Test
  void a_second_process_on_the_same_directory_is_refused() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 1)) {
      cluster.startAll();
      ReplicaStartException refused =
          assertThrows(ReplicaStartException.class, () -> cluster.make("c1", true).start());
      assertEquals(ReplicaStartException.Reason.DIRECTORY_IN_USE, refused.reason());
      write(cluster, 0, 1);
    }
  }

  @Test
  void leadership_is_told_in_pairs_and_can_be_handed_over() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 3)) {
      cluster.startAll();
      String leader = cluster.awaitLeader();
      Term term = term(cluster, leader);
      List<String> told = new CopyOnWriteArrayList<>();
      cluster
          .replica(leader)
          .subscribe(
              new LeadershipListener() {
                @Override
                public void onLeaderReady(Term ready) {
                  told.add("ready " + ready);
                }

                @Override
                public void onLeaderLost(Term lost) {
                  told.add("lost " + lost);
                }
              });
      assertTrue(cluster.replica(leader).transferLeadership());
      Await.until("another leads", () -> told.contains("lost " + term));
      assertEquals(List.of("ready " + term, "lost " + term), told.subList(0, 2));
      assertNotEquals("", cluster.awaitLeader());
    }
  }
}
