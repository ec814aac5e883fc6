package io.cairn.agent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.protocol.channel.FramedClient;
import io.cairn.protocol.channel.Preamble;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HeartbeatReply;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.UploadProgress;
import io.cairn.protocol.v1.Welcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionClientTest {

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final FramedClient client = new FramedClient(Preamble.SESSION);
  private final Heard heard = new Heard();
  private ScriptedCoordinator one;
  private ScriptedCoordinator two;
  private SessionClient session;

  @BeforeEach
  void start() throws IOException {
    one = new ScriptedCoordinator();
    two = new ScriptedCoordinator();
    AgentHello hello = AgentHello.newBuilder().setAgentId("a1").setNonce("n").build();
    session =
        new SessionClient(
            new SessionSettings(hello, List.of(one.address(), two.address()), List.of()),
            Dialer.of(client),
            thread,
            System::nanoTime,
            heard);
    session.start("");
  }

  @AfterEach
  void stop() {
    session.close();
    thread.shutdown();
    client.close();
    one.close();
    two.close();
  }

  @Test
  void a_leader_is_found_within_a_hundred_milliseconds_or_so_of_its_readiness() {
    await(() -> one.hellos.size() > 3);
    long ready = System.nanoTime();
    two.lead(3, () -> {});
    await(() -> heard.welcomes.size() == 1);
    long millis = (System.nanoTime() - ready) / 1_000_000;
    assertTrue(millis < 1_000, "took " + millis); // generous: the machine may be busy
    assertEquals("n", two.hellos.get(0).getNonce());
  }

  @Test
  void reports_reach_the_leader_and_only_unconfirmed_ones_reach_the_next() {
    one.lead(3, () -> {});
    await(() -> !heard.welcomes.isEmpty());
    session.report(ack(1));
    await(() -> heard.confirmed.size() == 1);
    one.confirms = false;
    session.report(ack(2));
    await(() -> one.reports.size() == 2);
    one.role = ScriptedCoordinator.Role.FOLLOWS;
    one.breakSession();
    two.lead(4, () -> {});
    await(() -> heard.confirmed.size() == 2);
    assertEquals(List.of(ack(2).ack()), two.reports.get(0).getAcksList());
    assertEquals(List.of(1L, 2L, 2L), heard.sent);
    assertEquals(1, heard.lost.size());
  }

  @Test
  void a_coordinator_that_only_another_names_is_found() throws IOException {
    try (ScriptedCoordinator third = new ScriptedCoordinator()) {
      third.lead(9, () -> {});
      // The members first: an agent that hears of the leader alone goes there without them.
      one.members = List.of(Member.newBuilder().setSessionAddress(third.address()).build());
      one.leader = third.address();
      await(() -> !heard.welcomes.isEmpty());
      assertEquals(9, heard.welcomes.get(0).getTerm());
      assertEquals(third.address(), heard.members.get(0).getSessionAddress());
    }
  }

  @Test
  void a_coordinator_that_was_added_during_the_session_is_tried_after_it() throws IOException {
    try (ScriptedCoordinator added = new ScriptedCoordinator()) {
      one.lead(5, () -> {});
      await(() -> heard.welcomes.size() == 1);
      added.lead(6, () -> {});
      Member member = Member.newBuilder().setSessionAddress(added.address()).build();
      one.send(
          CoordinatorMessage.newBuilder()
              .setHeartbeatReply(HeartbeatReply.newBuilder().setTerm(5).addMembers(member))
              .build());
      await(() -> heard.members.contains(member));
      one.role = ScriptedCoordinator.Role.FOLLOWS;
      one.breakSession();
      await(() -> heard.welcomes.size() == 2);
      assertEquals(6, heard.welcomes.get(1).getTerm());
    }
  }

  @Test
  void what_an_older_term_says_is_dropped() {
    one.lead(5, () -> one.send(view(5, 1)));
    await(() -> heard.views.size() == 1);
    one.send(view(4, 2));
    one.send(view(5, 3));
    await(() -> heard.views.size() == 2);
    assertEquals(3, heard.views.get(1).getJobId());
    one.role = ScriptedCoordinator.Role.FOLLOWS;
    one.breakSession();
    two.lead(4, () -> {});
    await(() -> two.hellos.size() > 5);
    assertEquals(1, heard.welcomes.size(), "term 4 is over");
    two.term = 6;
    await(() -> heard.welcomes.size() == 2);
  }

  @Test
  void a_leader_that_falls_silent_is_left() {
    one.lead(5, () -> {});
    await(() -> heard.welcomes.size() == 1);
    one.role = ScriptedCoordinator.Role.SILENT;
    two.lead(6, () -> {});
    await(() -> heard.welcomes.size() == 2);
    assertTrue(heard.lost.get(0).contains("no answer"), heard.lost.toString());
  }

  @Test
  void a_fenced_agent_is_told_to_end_with_one_clear_line() {
    one.refusal =
        Refused.newBuilder().setCode(Refused.Code.CODE_FENCED).setDetail("incarnation 4").build();
    one.role = ScriptedCoordinator.Role.REFUSES;
    await(() -> !heard.refusals.isEmpty());
    assertTrue(heard.refusals.get(0).contains("newer process"), heard.refusals.get(0));
    assertTrue(heard.refusals.get(0).contains("incarnation 4"), heard.refusals.get(0));
  }

  @Test
  void an_overloaded_leader_is_tried_again_later() {
    one.refusal = Refused.newBuilder().setCode(Refused.Code.CODE_OVERLOADED).build();
    one.role = ScriptedCoordinator.Role.REFUSES;
    await(() -> one.hellos.size() == 1);
    await(() -> two.hellos.size() > 8);
    assertEquals(1, one.hellos.size(), "a second's pause");
    one.lead(2, () -> {});
    await(() -> heard.welcomes.size() == 1);
  }

  private static CoordinatorMessage view(long term, long job) {
    return CoordinatorMessage.newBuilder()
        .setView(JobView.newBuilder().setTerm(term).setJobId(job))
        .build();
  }

  private static Report.Ack ack(long checkpoint) {
    return new Report.Ack(
        CheckpointComplete.newBuilder()
            .setJobId(1)
            .setAttempt(1)
            .setCheckpointId(checkpoint)
            .build());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited 20 s");
      LockSupport.parkNanos(500_000);
    }
  }

  /** Keeps what it is told. */
  private static final class Heard implements SessionListener {
    final List<Welcome> welcomes = new CopyOnWriteArrayList<>();
    final List<Member> members = new CopyOnWriteArrayList<>();
    final List<String> lost = new CopyOnWriteArrayList<>();
    final List<JobView> views = new CopyOnWriteArrayList<>();
    final List<Long> sent = new CopyOnWriteArrayList<>();
    final List<Long> confirmed = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();

    @Override
    public void welcomed(Welcome welcome, String coordinator) {
      welcomes.add(welcome);
    }

    @Override
    public void members(List<Member> told) {
      members.addAll(told);
    }

    @Override
    public void lost(long term, String coordinator, String reason) {
      lost.add(reason);
    }

    @Override
    public void deploy(Deploy deploy) {}

    @Override
    public void view(JobView view) {
      views.add(view);
    }

    @Override
    public void ackSent(CheckpointComplete ack, long term) {
      sent.add(ack.getCheckpointId());
    }

    @Override
    public void ackConfirmed(CheckpointComplete ack, long term) {
      confirmed.add(ack.getCheckpointId());
    }

    @Override
    public void refusedForGood(Refused.Code code, String reason) {
      refusals.add(reason);
    }

    @Override
    public void broken(String what) {
      throw new AssertionError(what);
    }

    @Override
    public List<HostedAttempt> hosted() {
      return List.of();
    }

    @Override
    public List<UploadProgress> progress() {
      return List.of();
    }
  }
}
