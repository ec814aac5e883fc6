package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.codec.HandleCodec;
import io.cairn.coordinator.leader.Scenario;
import io.cairn.coordinator.replication.Await;
import io.cairn.protocol.channel.ConnectionHandler;
import io.cairn.protocol.channel.FramedClient;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.channel.Preamble;
import io.cairn.protocol.v1.AgentHeartbeat;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.AlignmentProgress;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SinkCommitted;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import io.cairn.protocol.v1.UploadProgress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The agent's end of a session over a real socket; it does what the test says and no more. */
final class ScriptedAgent implements AutoCloseable {
  private final String id;
  private final String nonce;
  private final FramedClient client = new FramedClient(Preamble.SESSION);
  private final List<CoordinatorMessage> heard = new ArrayList<>();
  private FramedConnection<AgentMessage> connection;
  private boolean open;
  private long batch;
  private long sequence;
  private Deploy deployed = Deploy.getDefaultInstance();

  ScriptedAgent(String id, String nonce) {
    this.id = id;
    this.nonce = nonce;
  }

  /** Opens a new connection and forgets what was heard on the old one. */
  void connect(InetSocketAddress address) throws Exception {
    synchronized (this) {
      heard.clear();
      open = false;
      batch = 0;
    }
    Await.get(
        client.connect(address, Duration.ofSeconds(5), CoordinatorMessage.parser(), new Ear()));
    Await.until("the connection of " + id + " is open", this::isOpen);
  }

  void join(InetSocketAddress address) throws Exception {
    connect(address);
    hello(hello -> {});
    await("a welcome for " + id, CoordinatorMessage::hasWelcome);
  }

  void hello(Consumer<AgentHello.Builder> change) {
    AgentHello.Builder hello =
        AgentHello.newBuilder()
            .setProtocolVersion(1)
            .setAgentId(id)
            .setNonce(nonce)
            .setDataHost("localhost")
            .setDataPort(1)
            .setSlots(4);
    change.accept(hello);
    send(AgentMessage.newBuilder().setHello(hello).build());
  }

  void heartbeat(UploadProgress... progress) {
    send(
        AgentMessage.newBuilder()
            .setHeartbeat(
                AgentHeartbeat.newBuilder()
                    .setSequence(++sequence)
                    .addAllProgress(List.of(progress)))
            .build());
  }

  void aligning(AlignmentProgress task) {
    send(
        AgentMessage.newBuilder()
            .setHeartbeat(AgentHeartbeat.newBuilder().setSequence(++sequence).addAligning(task))
            .build());
  }

  /** The tasks that the last Deploy gives to this agent. */
  List<Integer> tasks() {
    Deploy deploy = await("a deploy for " + id, CoordinatorMessage::hasDeploy).getDeploy();
    List<Integer> tasks = new ArrayList<>();
    for (int task = 0; task < deploy.getPlacesCount(); task++) {
      if (deploy.getPlaces(task).getAgentId().equals(id)) {
        tasks.add(task);
      }
    }
    deployed = deploy;
    return tasks;
  }

  void phase(TaskPhase phase, List<Integer> tasks) {
    AgentReport.Builder report = AgentReport.newBuilder();
    for (int task : tasks) {
      report.addStatuses(
          TaskStatusUpdate.newBuilder()
              .setJobId(1)
              .setAttempt(deployed.getAttempt())
              .setTask(task)
              .setPhase(phase));
    }
    report(report);
  }

  void ack(long checkpoint, List<Integer> tasks) {
    AgentReport.Builder report = AgentReport.newBuilder();
    for (int task : tasks) {
      report.addAcks(
          CheckpointComplete.newBuilder()
              .setJobId(1)
              .setAttempt(deployed.getAttempt())
              .setTask(task)
              .setCheckpointId(checkpoint)
              .setHandle(
                  HandleCodec.encode(
                      Scenario.handle(
                          new CheckpointId(checkpoint),
                          new Attempt(deployed.getAttempt()),
                          id + task))));
    }
    report(report);
  }

  void committed(long checkpoint, int task) {
    report(
        AgentReport.newBuilder()
            .addCommits(
                SinkCommitted.newBuilder()
                    .setJobId(1)
                    .setAttempt(deployed.getAttempt())
                    .setTask(task)
                    .setCheckpointId(checkpoint)));
  }

  /** Sends a report and waits until it is confirmed. */
  private void report(AgentReport.Builder report) {
    long number;
    synchronized (this) {
      number = ++batch;
    }
    send(AgentMessage.newBuilder().setReport(report.setBatch(number)).build());
    await(
        id + "'s batch is confirmed",
        m -> m.hasConfirmed() && m.getConfirmed().getBatch() >= number);
  }

  void send(AgentMessage message) {
    connection.send(message);
  }

  /** The newest checkpoint that wants acks. */
  long awaitTrigger() {
    JobView view =
        await(id + " is told of a checkpoint", m -> m.hasView() && !wanted(m.getView()).isEmpty())
            .getView();
    List<RunningCheckpoint> wanted = wanted(view);
    return wanted.get(wanted.size() - 1).getCheckpointId();
  }

  JobView awaitView(String what, Predicate<JobView> wanted) {
    return await(what, m -> m.hasView() && wanted.test(m.getView())).getView();
  }

  private static List<RunningCheckpoint> wanted(JobView view) {
    return view.getRunningList().stream().filter(RunningCheckpoint::getAcksWanted).toList();
  }

  CoordinatorMessage await(String what, Predicate<CoordinatorMessage> wanted) {
    Await.until(what, () -> find(wanted) != null);
    return find(wanted);
  }

  private synchronized CoordinatorMessage find(Predicate<CoordinatorMessage> wanted) {
    for (int i = heard.size() - 1; i >= 0; i--) {
      if (wanted.test(heard.get(i))) {
        return heard.get(i);
      }
    }
    return null;
  }

  synchronized boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    client.close();
  }

  private final class Ear implements ConnectionHandler<CoordinatorMessage, AgentMessage> {
    @Override
    public void onOpen(FramedConnection<AgentMessage> opened) {
      synchronized (ScriptedAgent.this) {
        connection = opened;
        open = true;
      }
    }

    @Override
    public void onMessage(FramedConnection<AgentMessage> from, CoordinatorMessage message) {
      synchronized (ScriptedAgent.this) {
        if (from == connection) {
          heard.add(message);
        }
      }
    }

    @Override
    public void onClosed(FramedConnection<AgentMessage> closed, String reason) {
      synchronized (ScriptedAgent.this) {
        if (closed == connection) {
          open = false;
        }
      }
    }
  }
}
