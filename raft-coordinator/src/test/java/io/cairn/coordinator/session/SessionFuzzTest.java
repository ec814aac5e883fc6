package io.cairn.coordinator.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.leader.AgentLiveness;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.leader.Scenario;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.coordinator.replication.Membership;
import io.cairn.process.HostPort;
import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.CoordinatorMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * Whatever an agent says, well-formed as protobuf, the desk answers, or refuses it and closes. Only
 * what {@code IllegalArgumentException} says is a refusal; anything else would halt the process.
 */
final class SessionFuzzTest {
  private static final HostPort ANY = new HostPort("127.0.0.1", 1);
  private static final Membership MEMBERS =
      new Membership("c1", List.of(new ClusterMember("c1", ANY, ANY, ANY)));

  /** The first octet's lowest bit: whether a good hello comes before. Then delimited messages. */
  @FuzzTest(maxDuration = "2m")
  void anyMessagesAreAnsweredOrRefused(byte[] octets) throws IOException {
    InMemoryReplicatedState replicated = new InMemoryReplicatedState();
    replicated.applyAsOther(List.of(new Event.Bootstrap("cluster-1")));
    replicated.applyAsOther(
        List.of(new Event.SubmitJob("r1", Scenario.spec(Scenario.policy(3_600_000, 60_000)))));
    replicated.takeLeadership();
    SessionDesk desk =
        new SessionDesk(
            replicated,
            MEMBERS,
            new AgentLiveness(() -> 0),
            new LiveProgress(),
            new SessionSettings(LeaderFixture.LEASE),
            new SessionDesk.Owner(Runnable::run, () -> 0));
    desk.listen();
    ConnectionHandler<AgentMessage, CoordinatorMessage> handler = desk.connection();
    RecordedConnection connection = new RecordedConnection();
    handler.onOpen(connection);
    ByteArrayInputStream in = new ByteArrayInputStream(octets);
    if ((in.read() & 1) == 1) {
      handler.onMessage(connection, AgentMessage.newBuilder().setHello(hello()).build());
      assertTrue(connection.sent.get(0).hasWelcome());
    }
    int said = say(handler, connection, in);
    assertTrue(connection.sent.size() <= 8 * (said + 2) + 2 * octets.length, "an answer or some");
    desk.sweep();
    if (!connection.open) {
      CoordinatorMessage last = connection.sent.get(connection.sent.size() - 1);
      assertTrue(last.hasRefused() || last.hasNotLeader(), last::toString);
      assertEquals(1, connection.ends);
    }
  }

  private static int say(
      ConnectionHandler<AgentMessage, CoordinatorMessage> handler,
      RecordedConnection connection,
      ByteArrayInputStream in)
      throws IOException {
    int said = 0;
    while (connection.open) {
      AgentMessage message;
      try {
        message = AgentMessage.parseDelimitedFrom(in);
      } catch (InvalidProtocolBufferException notAMessage) {
        return said;
      }
      if (message == null) {
        return said;
      }
      handler.onMessage(connection, message);
      said++;
    }
    return said;
  }

  static AgentHello hello() {
    return AgentHello.newBuilder()
        .setProtocolVersion(1)
        .setAgentId("a1")
        .setNonce("n1")
        .setDataHost("localhost")
        .setDataPort(1)
        .setSlots(4)
        .build();
  }
}
