package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.coordinator.replication.Membership;
import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderRouteTest {
  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final InMemoryReplicatedState replica = new InMemoryReplicatedState();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private LeaderRoute route(int leaderPort) {
    Membership membership =
        new Membership("c1", List.of(member("c1", 1), member("c2", leaderPort)));
    return new LeaderRoute(
        replica,
        new CurrentMembership(membership, replica::state),
        new Forwarding("c1", new PeerHttp(executor, Optional.empty())),
        executor);
  }

  private static ClusterMember member(String id, int port) {
    HostPort address = new HostPort("127.0.0.1", port);
    return new ClusterMember(id, address, address, address);
  }

  private static Problem refusal(LeaderRoute route) {
    Call call =
        new Call(
            "POST",
            "/api/v1/x",
            List.of("x"),
            Map.of(),
            "{}",
            new Caller("p", "", "", "application/json"));
    CompletableFuture<Reply> answer =
        route.onLeader(call, term -> CompletableFuture.completedFuture(Reply.ok(Map.of())));
    return Failures.problemOf(assertThrows(CompletionException.class, answer::join));
  }

  @Test
  void aCommandForALeaderThatIsGoneHasAnUnknownOutcome() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    replica.follow("c2");
    Problem refused = refusal(route(free));
    assertEquals(503, refused.status(), refused.toString());
    assertEquals("outcome-unknown", refused.code(), refused.toString());
  }

  @Test
  void aCommandWhileNobodyLeadsIsToldSo() {
    Problem refused = refusal(route(2));
    assertEquals(503, refused.status(), refused.toString());
    assertEquals("no-leader", refused.code(), refused.toString());
  }
}
