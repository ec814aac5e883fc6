package io.cairn.agent.session;

import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.channel.FramedServer;
import io.cairn.protocol.channel.Preamble;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.Confirmed;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.HeartbeatReply;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.NotLeader;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.Welcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A coordinator that a test plays: it follows, leads a term, refuses, or says nothing, as it is
 * told, and keeps all it hears. It never applies anything. Usable from any thread.
 */
public final class ScriptedCoordinator implements AutoCloseable {

  /** What it does with an agent's hello. */
  public enum Role {
    FOLLOWS,
    LEADS,
    REFUSES,
    SILENT
  }

  public final List<AgentHello> hellos = new CopyOnWriteArrayList<>();
  public final List<AgentReport> reports = new CopyOnWriteArrayList<>();
  public volatile Role role = Role.FOLLOWS;
  public volatile long term;

  /** If not, then nothing is confirmed from the first ack on: confirmations are cumulative. */
  public volatile boolean confirms = true;

  /** Whether the agent has said that it leaves. */
  public volatile boolean left;

  public volatile int stuckTasks;
  public volatile String leader = "";
  public volatile Refused refusal = Refused.getDefaultInstance();
  public volatile List<Member> members = List.of();

  private final FramedServer server;
  private volatile FramedConnection<CoordinatorMessage> agent;
  private volatile Runnable afterWelcome = () -> {};

  public ScriptedCoordinator() throws IOException {
    server =
        FramedServer.bind(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Preamble.SESSION,
            AgentMessage.parser(),
            Handler::new);
  }

  public String address() {
    return "127.0.0.1:" + server.address().getPort();
  }

  /** Leads from now on; {@code afterWelcome} runs right after each Welcome. */
  public void lead(long newTerm, Runnable andThen) {
    afterWelcome = andThen;
    term = newTerm;
    role = Role.LEADS;
  }

  /** Sends to the agent whose session this is. */
  public void send(CoordinatorMessage message) {
    agent.send(message);
  }

  public boolean hasSession() {
    return agent != null && agent.isOpen();
  }

  /** Breaks the session, as a killed process would. */
  public void breakSession() {
    FramedConnection<CoordinatorMessage> open = agent;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Handler implements ConnectionHandler<AgentMessage, CoordinatorMessage> {
    private boolean silenced;

    @Override
    public void onOpen(FramedConnection<CoordinatorMessage> connection) {}

    @Override
    public void onMessage(FramedConnection<CoordinatorMessage> connection, AgentMessage message) {
      if (role == Role.SILENT) {
        return;
      }
      switch (message.getMessageCase()) {
        case HELLO -> hello(connection, message.getHello());
        case HEARTBEAT -> {
          if (message.getHeartbeat().getLeaving()) {
            left = true;
            connection.close();
            return;
          }
          stuckTasks = message.getHeartbeat().getStuckTasks();
          connection.send(
              CoordinatorMessage.newBuilder()
                  .setHeartbeatReply(
                      HeartbeatReply.newBuilder()
                          .setTerm(term)
                          .setSequence(message.getHeartbeat().getSequence()))
                  .build());
        }
        default -> {
          reports.add(message.getReport());
          silenced |= !confirms && !ReceivedAcks.of(message.getReport()).isEmpty();
          if (!silenced) {
            connection.send(
                CoordinatorMessage.newBuilder()
                    .setConfirmed(
                        Confirmed.newBuilder()
                            .setTerm(term)
                            .setBatch(message.getReport().getBatch()))
                    .build());
          }
        }
      }
    }

    private void hello(FramedConnection<CoordinatorMessage> connection, AgentHello hello) {
      hellos.add(hello);
      CoordinatorMessage.Builder answer = CoordinatorMessage.newBuilder();
      switch (role) {
        case LEADS -> {
          connection.send(
              answer
                  .setWelcome(
                      Welcome.newBuilder()
                          .setTerm(term)
                          .setClusterId("cluster")
                          .setIncarnation(1)
                          .addAllMembers(members)
                          .setLeaseMillis(3_000)
                          .setHeartbeatMillis(100))
                  .build());
          agent = connection;
          afterWelcome.run();
        }
        case REFUSES -> connection.sendAndClose(answer.setRefused(refusal).build());
        default ->
            connection.sendAndClose(
                answer
                    .setNotLeader(
                        NotLeader.newBuilder()
                            .setLeaderSessionAddress(leader)
                            .addAllMembers(members))
                    .build());
      }
    }

    @Override
    public void onClosed(FramedConnection<CoordinatorMessage> connection, String reason) {}
  }
}
