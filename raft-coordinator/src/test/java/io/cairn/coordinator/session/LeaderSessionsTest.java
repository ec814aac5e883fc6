package io.cairn.coordinator.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.AbortReason;
import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AgentStatus;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.MemberState;
import io.cairn.coordinator.checkpoint.StopMode;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.leader.Scenario;
import io.cairn.coordinator.replication.AppliedListener;
import io.cairn.coordinator.replication.Await;
import io.cairn.protocol.v1.AgentHeartbeat;
import io.cairn.protocol.v1.AgentMessage;
import io.cairn.protocol.v1.AlignmentProgress;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.HeartbeatReply;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.UploadProgress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LeaderSessionsTest {
  private static final CheckpointPolicy SLOW = Scenario.policy(3_600_000, 60_000);

  enum Moment {
    REQUESTED,
    SOME_ACKS,
    COMMITTING,
    COMPLETED_NOT_PUBLISHED
  }

  private LeaderFixture leader;
  private ScriptedAgent one;
  private ScriptedAgent two;
  private List<Integer> ofOne;
  private List<Integer> ofTwo;

  @BeforeEach
  void startALeaderAndTwoAgents() throws Exception {
    leader = new LeaderFixture();
    one = new ScriptedAgent("a1", "n1");
    two = new ScriptedAgent("a2", "n2");
    one.join(leader.address());
    two.join(leader.address());
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    leader.close();
    assertEquals(List.of(), leader.faults);
  }

  private void run(CheckpointPolicy policy) {
    leader.submit(policy);
    ofOne = one.tasks();
    ofTwo = two.tasks();
    one.phase(TaskPhase.TASK_PHASE_RUNNING, ofOne);
    two.phase(TaskPhase.TASK_PHASE_RUNNING, ofTwo);
  }

  @Test
  void aChangeOfTheMembersIsToldWithTheNextHeartbeatAndOnlyOnce() {
    leader.replicated.applyAsOther(
        List.of(new Event.MemberDescribed(new MemberState("c9", "h:1", "h:2", "h:3"))));
    one.heartbeat();
    HeartbeatReply told =
        one.await("an answer", CoordinatorMessage::hasHeartbeatReply).getHeartbeatReply();
    assertEquals("h:2", told.getMembers(0).getSessionAddress());
    one.heartbeat();
    long next = told.getSequence() + 1;
    HeartbeatReply again =
        one.await("the next", m -> m.getHeartbeatReply().getSequence() == next).getHeartbeatReply();
    assertEquals(0, again.getMembersCount());
  }

  @Test
  void aJobRunsFromItsSubmissionToItsEnd() throws Exception {
    run(SLOW);
    assertEquals(1, one.awaitTrigger());
    one.ack(1, ofOne);
    two.ack(1, ofTwo);
    leader.awaitFile(LeaderFixture.metadata(1));
    one.awaitView("1 is completed", view -> view.getCompletedCheckpoint() == 1);

    leader.replicated.applyAsOther(List.of(new Event.StopJob("r2", Scenario.JOB, StopMode.DRAIN)));
    one.awaitView("the job drains", view -> view.getDraining());
    one.phase(TaskPhase.TASK_PHASE_END_OF_INPUT, List.of(0));
    two.phase(TaskPhase.TASK_PHASE_END_OF_INPUT, List.of(1));
    one.awaitView(
        "2 runs", view -> view.getRunningCount() == 1 && view.getSettledCheckpoint() == 1);
    one.ack(2, ofOne);
    two.ack(2, ofTwo);
    one.awaitView("2 is completed", view -> view.getCompletedCheckpoint() == 2);
    one.committed(2, 2);
    two.committed(2, 3);
    leader.awaitJob(JobStatus.FINISHED);
    one.awaitView("the end", view -> view.getEnded());
    leader.awaitFile(LeaderFixture.metadata(2));
    Await.until("1 is deleted", () -> !leader.store.exists(LeaderFixture.metadata(1)));
    leader.awaitCheckpoint(1, CheckpointStatus.DISCARDED);
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aCheckpointOutlivesItsLeader(Moment moment) throws Exception {
    run(SLOW);
    assertEquals(1, one.awaitTrigger());
    if (moment == Moment.COMMITTING) {
      leader.store.hangOn("_metadata.pending");
    } else if (moment == Moment.COMPLETED_NOT_PUBLISHED) {
      leader.store.hangOn("_metadata");
    }
    if (moment != Moment.REQUESTED) {
      one.ack(1, ofOne);
    }
    if (moment == Moment.COMMITTING || moment == Moment.COMPLETED_NOT_PUBLISHED) {
      two.ack(1, ofTwo);
      Await.until("the store hangs", () -> leader.store.hung() > 0);
    }
    leader.failover();
    leader.store.letGo();
    one.join(leader.address());
    two.join(leader.address());
    if (moment == Moment.REQUESTED) {
      assertEquals(1, one.awaitTrigger());
      one.ack(1, ofOne);
    }
    if (moment == Moment.REQUESTED || moment == Moment.SOME_ACKS) {
      assertEquals(1, two.awaitTrigger());
      two.ack(1, ofTwo);
    }
    leader.awaitFile(LeaderFixture.metadata(1));
    leader.awaitCheckpoint(1, CheckpointStatus.COMPLETED);
    assertEquals(new CheckpointId(1), leader.job().counters().lastCheckpoint());
    assertEquals(new Attempt(1), leader.job().attemptNumber());
  }

  @Test
  void aCheckpointTimesOutWhileTheStoreHangs() {
    leader.store.hangOn("_metadata.pending");
    run(Scenario.policy(3_600_000, 600));
    one.awaitTrigger();
    one.ack(1, ofOne);
    two.ack(1, ofTwo);
    leader.awaitCheckpoint(1, CheckpointStatus.ABORTED);
    CheckpointState aborted = Objects.requireNonNull(leader.job().checkpoint(new CheckpointId(1)));
    assertEquals(AbortReason.METADATA_FAILED, aborted.abort());
    assertTrue(leader.store.hung() > 0);
    leader.store.letGo();
    leader.awaitCheckpoint(1, CheckpointStatus.DISCARDED);
    assertFalse(leader.store.exists("jobs/1/checkpoints/1"));
  }

  @Test
  void anAgentThatFallsSilentIsLostAndItsTasksMove() {
    run(Scenario.policy(0, 60_000));
    two.close();
    Await.until(
        "an attempt on a1 alone",
        () -> {
          one.heartbeat();
          return leader.job().attemptNumber().equals(new Attempt(2));
        });
    one.awaitView("attempt 2", view -> view.getAttempt() == 2);
    one.await("deploy 2", m -> m.hasDeploy() && m.getDeploy().getAttempt() == 2);
    assertEquals(List.of(0, 1, 2, 3), one.tasks());
  }

  @Test
  void anAgentThatSaysThatItLeavesIsLostAtOnceAndSaidToBeStopped() throws Exception {
    run(Scenario.policy(0, 60_000));
    two.send(
        AgentMessage.newBuilder()
            .setHeartbeat(AgentHeartbeat.newBuilder().setSequence(1).setLeaving(true))
            .build());
    two.await("it is sent away", CoordinatorMessage::hasNotLeader);
    Await.until(
        "the job knows why",
        () -> {
          one.heartbeat();
          return leader.job().reason().equals("agent a2 was stopped");
        });
  }

  @Test
  void anAgentThatIsLostBeforeItsSessionBeginsIsToldToRegisterAgain() throws Exception {
    AgentId id = new AgentId("a3");
    AtomicBoolean lost = new AtomicBoolean();
    leader.replicated.subscribe(
        (AppliedListener)
            applied -> {
              AgentState agent = applied.after().agent(id);
              if (agent != null && lost.compareAndSet(false, true)) {
                leader.replicated.applyAsOther(
                    List.of(new Event.AgentLost(id, agent.incarnation(), 0, false)));
              }
            });
    try (ScriptedAgent three = new ScriptedAgent("a3", "n3")) {
      three.connect(leader.address());
      three.hello(hello -> {});
      three.await("it is sent away", CoordinatorMessage::hasNotLeader);
      three.join(leader.address());
      AgentState agent = Objects.requireNonNull(leader.replicated.state().agent(id));
      assertEquals(AgentStatus.REGISTERED, agent.status());
    }
  }

  @Test
  void aNewerRunOfAnAgentFencesTheOlder() throws Exception {
    try (ScriptedAgent newer = new ScriptedAgent("a1", "n1-again")) {
      newer.join(leader.address());
      Refused refused =
          one.await("the older is fenced", CoordinatorMessage::hasRefused).getRefused();
      assertEquals(Refused.Code.CODE_FENCED, refused.getCode());
      one.connect(leader.address());
      one.hello(hello -> {});
      refused = one.await("and stays out", CoordinatorMessage::hasRefused).getRefused();
      assertEquals(Refused.Code.CODE_FENCED, refused.getCode());
    }
  }

  @Test
  void strangersAreToldWhyTheyMayNotJoin() throws Exception {
    try (ScriptedAgent stranger = new ScriptedAgent("a3", "n3")) {
      stranger.connect(leader.address());
      stranger.hello(hello -> hello.setClusterId("another"));
      assertEquals(Refused.Code.CODE_OTHER_CLUSTER, refusal(stranger));
      stranger.connect(leader.address());
      stranger.hello(hello -> hello.setProtocolVersion(2));
      assertEquals(Refused.Code.CODE_PROTOCOL_VERSION, refusal(stranger));
      stranger.connect(leader.address());
      stranger.hello(hello -> hello.setAgentId("No Name"));
      assertEquals(Refused.Code.CODE_MALFORMED, refusal(stranger));
      stranger.connect(leader.address());
      stranger.heartbeat();
      assertEquals(Refused.Code.CODE_MALFORMED, refusal(stranger));
    }
  }

  private static Refused.Code refusal(ScriptedAgent agent) {
    Refused.Code code =
        agent.await("a refusal", CoordinatorMessage::hasRefused).getRefused().getCode();
    Await.until("the connection is closed", () -> !agent.isOpen());
    return code;
  }

  @Test
  void aLeaderThatLeadsNoMoreSaysSo() {
    leader.replicated.loseLeadership();
    one.await("not leader", CoordinatorMessage::hasNotLeader);
    Await.until("the connection is closed", () -> !one.isOpen());
  }

  @Test
  void garbageClosesItsConnectionAndNoOther() throws Exception {
    try (Socket socket = new Socket(leader.address().getAddress(), leader.address().getPort())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(10_000);
      while (socket.getInputStream().read() >= 0) {
        // our preamble, then the end
      }
    }
    one.heartbeat();
    one.await("the others are served", CoordinatorMessage::hasHeartbeatReply);
  }

  @Test
  void heartbeatsCarryTheProgressOfUploads() {
    run(SLOW);
    one.awaitTrigger();
    one.heartbeat(
        UploadProgress.newBuilder()
            .setJobId(1)
            .setCheckpointId(1)
            .setTask(2)
            .setUploadedBytes(70)
            .setTotalBytes(100)
            .build());
    Await.until(
        "the progress is known",
        () -> leader.progress.uploaded(Scenario.JOB, new CheckpointId(1), 2) == 70);
  }

  @Test
  void heartbeatsSayWhichBarriersATaskAwaits() {
    run(SLOW);
    one.awaitTrigger();
    one.aligning(
        AlignmentProgress.newBuilder()
            .setJobId(1)
            .setCheckpointId(1)
            .setTask(2)
            .setBlockedChannels(3)
            .setInputChannels(4)
            .setAwaitedTask(1)
            .build());
    Await.until(
        "the alignment is known",
        () ->
            leader
                .progress
                .alignment(Scenario.JOB, new CheckpointId(1), 2)
                .equals(Optional.of(new LiveProgress.Alignment(3, 4, 1))));
  }
}
