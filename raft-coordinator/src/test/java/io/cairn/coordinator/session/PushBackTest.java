package io.cairn.coordinator.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.leader.Scenario;
import io.cairn.coordinator.replication.Await;
import io.cairn.protocol.v1.AgentHeartbeat;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An overloaded leader pushes back; a stuck agent harms nobody else. Over real sockets. */
final class PushBackTest {
  private static final int FLOOD = 200_000;

  /** About; all of them are far more than the sockets' buffers hold. */
  private static final int REPORT_BYTES = 200;

  /** What one read of a socket may bring beyond the bound, in reports of the flood's size. */
  private static final int ONE_READ = (64 << 10) / REPORT_BYTES;

  private LeaderFixture leader;

  @BeforeEach
  void start() throws Exception {
    leader = new LeaderFixture();
  }

  @AfterEach
  void stop() {
    leader.close();
    assertEquals(List.of(), leader.faults);
  }

  @Test
  void aFloodOfReportsWaitsInTheNetworkWhileTheLogStandsStillAndIsConfirmedAfterwards()
      throws Exception {
    try (RawAgent flooding = new RawAgent("a1")) {
      flooding.hello();
      leader.replicated.holdProposals();
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> flooding.reports(FLOOD));
      Await.until("reading stops", () -> leader.replicated.waiting() >= Intake.MAX_MESSAGES);
      for (int i = 0; i < 3; i++) { // sweeps, half a second each, while the flood goes on
        long swept = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        Await.until("a second has passed", () -> System.nanoTime() > swept);
        int waiting = leader.replicated.waiting();
        assertTrue(waiting <= Intake.MAX_MESSAGES + ONE_READ, "reports in memory: " + waiting);
      }
      assertTrue(!sent.isDone(), "the agent is held up, not its reports dropped");
      leader.replicated.releaseProposals();
      assertEquals(FLOOD, flooding.awaitConfirmed(FLOOD));
      sent.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void anAgentThatDoesNotReadHoldsUpNobodyAndIsClosed() throws Exception {
    try (ScriptedAgent good = new ScriptedAgent("a2", "n2");
        RawAgent stuck = new RawAgent("a1")) {
      stuck.hello();
      good.join(leader.address());
      CompletableFuture<Void> heartbeats = CompletableFuture.runAsync(stuck::heartbeatsForEver);
      leader.submit(Scenario.policy(3_600_000, 60_000));
      List<Integer> tasks = good.tasks();
      good.phase(TaskPhase.TASK_PHASE_RUNNING, tasks);
      Await.until(
          "the stuck one is closed",
          () -> {
            good.heartbeat();
            return heartbeats.isDone();
          });
      Await.until(
          "the job runs without the stuck one, and completes a checkpoint",
          () -> {
            good.heartbeat();
            return leader.job().attemptNumber().value() == 2;
          });
      good.awaitView("attempt 2", view -> view.getAttempt() == 2);
      good.await("deploy 2", m -> m.hasDeploy() && m.getDeploy().getAttempt() == 2);
      List<Integer> all = good.tasks();
      good.phase(TaskPhase.TASK_PHASE_RUNNING, all);
      long id = good.awaitTrigger();
      good.ack(id, all);
      leader.awaitCheckpoint(id, CheckpointStatus.COMPLETED);
    }
  }

  /** An agent's end that reads and writes when the test says so. */
  private final class RawAgent implements AutoCloseable {
    private final Socket socket;
    private final String id;

    RawAgent(String id) throws IOException {
      this.id = id;
      this.socket = new Socket();
      socket.setReceiveBufferSize(4 << 10); // soon full
      socket.connect(leader.address());
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write("CAIRNS\0\1".getBytes(StandardCharsets.US_ASCII));
    }

    void hello() throws IOException {
      send(
          AgentMessage.newBuilder()
              .setHello(SessionFuzzTest.hello().toBuilder().setAgentId(id))
              .build());
      socket.getInputStream().readNBytes(8);
      CoordinatorMessage first = read();
      assertTrue(first.hasWelcome(), first::toString);
    }

    private void send(AgentMessage message) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(frame);
      out.writeInt(message.getSerializedSize());
      message.writeTo(out);
      socket.getOutputStream().write(frame.toByteArray());
    }

    private CoordinatorMessage read() throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return CoordinatorMessage.parseFrom(in.readNBytes(in.readInt()));
    }

    void reports(int count) {
      try {
        for (int batch = 1; batch <= count; batch++) {
          TaskStatusUpdate status =
              TaskStatusUpdate.newBuilder()
                  .setJobId(1)
                  .setAttempt(1)
                  .setTask(1)
                  .setPhase(TaskPhase.TASK_PHASE_FAILED)
                  .setReason("x".repeat(REPORT_BYTES))
                  .build();
          send(
              AgentMessage.newBuilder()
                  .setReport(AgentReport.newBuilder().setBatch(batch).addStatuses(status))
                  .build());
        }
      } catch (IOException e) {
        throw new AssertionError("the flood was cut off", e);
      }
    }

    long awaitConfirmed(long wanted) throws IOException {
      long confirmed = 0;
      while (confirmed < wanted) {
        CoordinatorMessage message = read();
        assertTrue(!message.hasRefused() && !message.hasNotLeader(), message::toString);
        confirmed = Math.max(confirmed, message.getConfirmed().getBatch());
      }
      return confirmed;
    }

    /** Sends, and never reads the replies. */
    void heartbeatsForEver() {
      AgentMessage heartbeat =
          AgentMessage.newBuilder()
              .setHeartbeat(AgentHeartbeat.newBuilder().setSequence(Long.MAX_VALUE))
              .build();
      try {
        while (true) {
          send(heartbeat);
        }
      } catch (IOException closed) {
        // that is what the test waits for
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
