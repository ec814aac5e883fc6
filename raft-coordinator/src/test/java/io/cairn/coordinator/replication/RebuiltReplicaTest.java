package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.process.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does about a replica that refuses: the others give it all that it lost. */
class RebuiltReplicaTest {
  @TempDir Path root;

  private static void register(TestCluster cluster, int from, int to) throws Exception {
    boolean done = false;
    for (int tries = 0; !done && tries < 20; tries++) { // a busy machine may change the leader
      JraftReplicatedState leader = cluster.replica(cluster.awaitLeader());
      List<Event> events = new ArrayList<>();
      for (int i = from; i < to; i++) {
        events.add(new Event.RegisterAgent(new AgentId("a" + i), "n" + i, "127.0.0.1", 9000, 4, 0));
      }
      try {
        Term term = leader.leadership().readyTerm().orElse(new Term(1));
        Await.get(leader.propose(term, events));
        done = true;
      } catch (NotLeaderException | OutcomeUnknownException e) {
        System.out.println("again: " + e.getMessage());
      }
    }
    assertTrue(done);
  }

  private static void awaitAgents(JraftReplicatedState replica, int count) {
    Await.until("it has " + count, () -> replica.state().agents().size() == count);
  }

  private static String follower(TestCluster cluster) {
    String leader = cluster.awaitLeader();
    return cluster.ids().stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();
  }

  /** Two snapshots on each replica that runs: now the log begins behind its first entry. */
  private static void dropOldEntries(TestCluster cluster, int agents) throws Exception {
    for (int round = 0; round < 2; round++) {
      register(cluster, agents + round, agents + round + 1);
      for (String id : cluster.ids()) {
        awaitAgents(cluster.replica(id), agents + round + 1);
        Await.get(cluster.replica(id).snapshot());
      }
    }
  }

  @Test
  void a_replica_that_was_sent_a_snapshot_starts_again_and_again() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 3)) {
      cluster.startAll();
      register(cluster, 0, 50);
      String behind = follower(cluster);
      cluster.stop(behind);
      register(cluster, 50, 100);
      dropOldEntries(cluster, 100);
      for (int start = 0; start < 3; start++) {
        Path crash = root.resolve(behind + "-crash" + start);
        awaitAgents(cluster.start(behind), 102);
        CopiedDirectory.copy(root.resolve(behind), crash); // as a kill would leave it
        cluster.stop(behind);
        CopiedDirectory.delete(root.resolve(behind));
        Files.move(crash, root.resolve(behind));
      }
      cluster.start(behind);
      register(cluster, 102, 110);
      awaitAgents(cluster.replica(behind), 110);
      assertEquals(List.of(), cluster.faults);
    }
  }

  @Test
  void a_refused_replica_is_moved_away_and_rebuilt_from_the_others() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 3)) {
      cluster.startAll();
      register(cluster, 0, 50);
      dropOldEntries(cluster, 50);
      String lost = follower(cluster);
      cluster.stop(lost);
      Files.delete(root.resolve(lost).resolve("vote"));
      ReplicaStartException refused =
          assertThrows(ReplicaStartException.class, () -> cluster.start(lost));
      assertEquals(ReplicaStartException.Reason.DAMAGED, refused.reason());
      assertEquals(
          "the file "
              + root.resolve(lost)
              + "/vote (term and vote) is missing, but there is a log; the other members hold the"
              + " same log: move "
              + root.resolve(lost)
              + " away and start with 'bootstrap: false' to copy it from them"
              + " (docs/operations.md)",
          refused.getMessage());

      Files.move(root.resolve(lost), root.resolve(lost + "-damaged"));
      awaitAgents(cluster.start(lost, false), 52);
      register(cluster, 52, 60);
      awaitAgents(cluster.replica(lost), 60);
      cluster.stop(lost);
      awaitAgents(cluster.start(lost, false), 60);
      assertEquals(List.of(), cluster.faults);
    }
  }

  /** jraft asks for the configuration before a pre-vote only; a vote it would give. */
  @Test
  void a_replica_that_may_have_forgotten_its_votes_gives_none_before_it_has_everything()
      throws Exception {
    try (TestCluster cluster = new TestCluster(root, 3)) {
      cluster.startAll();
      register(cluster, 0, 5);
      String lost = follower(cluster);
      List<String> others = cluster.ids().stream().filter(id -> !id.equals(lost)).toList();
      others.forEach(cluster::stop);
      cluster.stop(lost);
      CopiedDirectory.delete(root.resolve(lost));

      cluster.start(lost, false);
      HostPort address = cluster.membership(lost).self().raft();
      HostPort candidate = cluster.membership(others.get(0)).self().raft();
      assertFalse(vote(address, candidate, 50).getGranted());
      cluster.stop(lost);
      cluster.start(lost, false);
      assertFalse(vote(address, candidate, 51).getGranted());

      for (String id : others) {
        cluster.start(id);
      }
      Path mark = root.resolve(lost).resolve("rebuilding");
      Await.until(lost + " may vote", () -> !Files.exists(mark));
      awaitAgents(cluster.replica(lost), 5);
      cluster.stop(others.get(0));
      register(cluster, 5, 6); // of two, both are needed
      assertEquals(List.of(), cluster.faults);
    }
  }

  private static RequestVoteResponse vote(HostPort of, HostPort candidate, long term)
      throws Exception {
    RpcClient client = RpcFactoryHelper.rpcFactory().createRpcClient();
    try {
      client.init(new RpcOptions());
      RequestVoteRequest request =
          RequestVoteRequest.newBuilder()
              .setGroupId("cairn")
              .setServerId(candidate.toString())
              .setPeerId(of.toString())
              .setTerm(term)
              .setLastLogIndex(1_000)
              .setLastLogTerm(term - 1)
              .setPreVote(false)
              .build();
      return (RequestVoteResponse)
          client.invokeSync(new Endpoint(of.host(), of.port()), request, 10_000);
    } finally {
      client.shutdown();
    }
  }
}
