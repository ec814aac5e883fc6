package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import io.cairn.protocol.channel.TlsEngines;
import io.cairn.protocol.channel.TlsGate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Replicas that know each other by certificates. */
class RaftTlsTest {
  @TempDir Path root;
  private final List<JraftReplicatedState> running = new ArrayList<>();
  private final Logger gate = (Logger) LoggerFactory.getLogger(TlsGate.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    gate.addAppender(lines);
  }

  @AfterEach
  void stop() {
    gate.detachAppender(lines);
    running.forEach(JraftReplicatedState::close);
  }

  private JraftReplicatedState start(TestCluster cluster, String id, Optional<TlsEngines> tls)
      throws ReplicaStartException {
    JraftReplicatedState replica =
        TestCluster.started(
            () ->
                new JraftReplicatedState(
                    cluster.settings(id, true),
                    cluster.membership(id).self().raft(),
                    tls,
                    (what, cause) -> cluster.faults.add(id + ": " + what)));
    running.add(replica);
    return replica;
  }

  private JraftReplicatedState leader() {
    Await.until("a leader", () -> running.stream().anyMatch(r -> r.leadership().isReady()));
    return running.stream().filter(r -> r.leadership().isReady()).findFirst().orElseThrow();
  }

  private static void register(JraftReplicatedState leader, String agent) throws Exception {
    Event event = new Event.RegisterAgent(new AgentId(agent), "n", "127.0.0.1", 1, 1, 0);
    Term term = leader.leadership().readyTerm().orElseThrow();
    assertTrue(Await.get(leader.propose(term, List.of(event))).get(0).isAccepted());
  }

  @Test
  void replicasOfOneAuthorityHaveOneLog() throws Exception {
    TlsCast cast = new TlsCast(root.resolve("tls"));
    try (TestCluster cluster = new TestCluster(root, 3)) {
      for (String id : List.of("c1", "c2", "c3")) {
        start(cluster, id, TlsCast.engines(cast.coordinator(id), Peers.COORDINATORS));
      }
      register(leader(), "a1");
      Await.until(
          "all have it", () -> running.stream().allMatch(r -> r.state().agents().size() == 1));
      assertEquals(List.of(), cluster.faults);
    }
  }

  @Test
  void oneThatIsNoCoordinatorOfTheAuthorityGetsNothing() throws Exception {
    TlsCast cast = new TlsCast(root.resolve("tls"));
    Tls stranger = new TlsCast(root.resolve("others")).coordinator("c3");
    try (TestCluster cluster = new TestCluster(root, 3)) {
      for (String id : List.of("c1", "c2")) {
        start(cluster, id, TlsCast.engines(cast.coordinator(id), Peers.COORDINATORS));
      }
      register(leader(), "a1");
      int registered = 1;
      for (Optional<TlsEngines> other :
          List.of(
              TlsCast.engines(stranger, Peers.ANY),
              TlsCast.engines(cast.agent("a9"), Peers.ANY),
              Optional.<TlsEngines>empty())) {
        JraftReplicatedState third = start(cluster, "c3", other);
        lines.list.clear();
        Await.until("somebody is refused", () -> !List.copyOf(lines.list).isEmpty());
        registered++;
        register(leader(), "a" + registered);
        assertEquals(0, third.appliedIndex());
        running.remove(third);
        third.close();
      }
      assertEquals(List.of(), cluster.faults);
    }
  }
}
