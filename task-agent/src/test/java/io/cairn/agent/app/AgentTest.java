package io.cairn.agent.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.agent.app.testjob.TallyJob;
import io.cairn.agent.session.ReceivedAcks;
import io.cairn.agent.session.ScriptedCoordinator;
import io.cairn.process.config.ConfigException;
import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryReader;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.CheckpointKind;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.JobSpec;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {

  private static final long JOB = TallyDeployment.JOB;
  private static final int TASKS = TallyDeployment.TASKS;
  private static final int WORDS = 400;

  @TempDir Path directory;
  private ScriptedCoordinator coordinator;
  private Path store;
  private String jar;
  private Agent agent;

  @BeforeEach
  void start() throws Exception {
    coordinator = new ScriptedCoordinator();
    store = Files.createDirectories(directory.resolve("store"));
    jar = JobJarFixture.publish(TallyJob.class, store);
    List<String> words = IntStream.range(0, WORDS).mapToObj(i -> "word" + i % 10).toList();
    Files.write(directory.resolve("input.txt"), words);
    agent = startAgent();
  }

  @AfterEach
  void stop() {
    agent.close();
    coordinator.close();
  }

  @Test
  void a_job_outlives_a_lost_session_and_a_restart_of_the_agent_exactly_once() throws Exception {
    coordinator.lead(1, () -> {});
    await(coordinator::hasSession);
    send(deploy(1, 1, Map.of()));
    send(view(1, 1));
    awaitPhase(1, TaskPhase.TASK_PHASE_RUNNING, TASKS);

    // The leader dies with some acks in its hands, and the next one hears them all.
    coordinator.confirms = false;
    send(view(1, 1, running(1, 0, CheckpointKind.CHECKPOINT_KIND_PERIODIC)));
    await(() -> !acks(1).isEmpty());
    coordinator.reports.clear();
    coordinator.confirms = true;
    coordinator.term = 2;
    coordinator.breakSession();
    await(() -> acks(1).size() == TASKS);
    Map<Integer, SnapshotHandle> handles = handles(1);
    send(deploy(2, 1, Map.of()));
    send(view(2, 1).toBuilder().setSettledCheckpoint(1).setCompletedCheckpoint(1).build());
    await(() -> committedUpTo(1) == 1);
    assertEquals(TASKS, events("task", "running").size(), "no task has been restarted");

    // The agent is restarted and restores, from its own disk where it can.
    agent.close();
    coordinator.reports.clear();
    coordinator.term = 3;
    agent = startAgent();
    await(() -> lastHello().getClusterId().equals("cluster"));
    await(coordinator::hasSession);
    JobView second =
        view(3, 2).toBuilder().setSettledCheckpoint(1).setCompletedCheckpoint(1).build();
    send(second);
    send(deploy(3, 2, handles));
    awaitPhase(2, TaskPhase.TASK_PHASE_RUNNING, TASKS);
    assertEquals(TASKS, events("task", "restored").size());
    awaitPhase(2, TaskPhase.TASK_PHASE_END_OF_INPUT, 2);
    send(
        second.toBuilder().addRunning(running(2, 1, CheckpointKind.CHECKPOINT_KIND_FINAL)).build());
    await(() -> acks(2).size() == TASKS);
    send(second.toBuilder().setSettledCheckpoint(2).setCompletedCheckpoint(2).build());
    await(() -> committedUpTo(2) == 2);
    assertEquals(expected(), committed());

    send(JobView.newBuilder().setTerm(3).setJobId(JOB).setEnded(true).build());
    await(() -> isEmpty(directory.resolve("a1/work")));
    await(() -> localSnapshots() == 0);
    assertEquals(2 * TASKS, QuietAcks.confirmed(directory.resolve("a1/history.jsonl")));
  }

  @Test
  void a_savepoint_lies_in_a_directory_of_its_own_and_another_job_can_begin_from_it()
      throws Exception {
    coordinator.lead(1, () -> {});
    await(coordinator::hasSession);
    send(deploy(1, 1, Map.of()));
    RunningCheckpoint savepoint =
        running(1, 0, CheckpointKind.CHECKPOINT_KIND_SAVEPOINT).toBuilder()
            .setSavepoint("savepoints/s-1")
            .build();
    send(view(1, 1, savepoint, running(2, 0, CheckpointKind.CHECKPOINT_KIND_PERIODIC)));
    await(() -> acks(1).size() == TASKS && acks(2).size() == TASKS);
    send(view(1, 1, savepoint).toBuilder().setCompletedCheckpoint(2).build());
    await(() -> committedUpTo(1) == 2);
    Path root = store.resolve("jobs/" + JOB + "/savepoints/s-1");
    assertFalse(isEmpty(root.resolve("segments")));
    for (SnapshotHandle handle : handles(1).values()) {
      handle.getSegmentsList().forEach(s -> assertTrue(Files.exists(root.resolve(s)), s));
    }
    send(
        deploy(1, 2, handles(1)).toBuilder()
            .setRestoreRoot("jobs/" + JOB + "/savepoints/s-1")
            .setRestoreOtherJob(true)
            .setLeaveTransactions(true)
            .build());
    send(view(1, 2));
    awaitPhase(2, TaskPhase.TASK_PHASE_RUNNING, TASKS);
    assertEquals(TASKS, events("task", "restored").size());
    assertEquals(0, committedUpTo(2), "another job's ids mean nothing here");
  }

  @Test
  void nothing_is_committed_before_it_is_completed_and_an_aborted_snapshot_is_deleted()
      throws Exception {
    coordinator.lead(1, () -> {});
    await(coordinator::hasSession);
    send(deploy(1, 1, Map.of()));
    send(view(1, 1, running(1, 0, CheckpointKind.CHECKPOINT_KIND_PERIODIC)));
    await(() -> acks(1).size() == TASKS);
    assertEquals(List.of(), committed());
    assertEquals(TASKS, localSnapshots());
    AgentMetersTest.assertShowsTasks(agent.metricsAddress(), TASKS);
    send(view(1, 1).toBuilder().setSettledCheckpoint(1).build()); // aborted
    await(() -> localSnapshots() == 0);
    assertEquals(List.of(), committed());
    send(view(1, 1).toBuilder().setHeld(true).build());
    await(() -> events("task", "stopped").size() == TASKS);
  }

  @Test
  void an_agent_that_is_stopped_finishes_its_uploads_and_says_that_it_leaves() throws Exception {
    coordinator.lead(1, () -> {});
    await(coordinator::hasSession);
    send(deploy(1, 1, Map.of()));
    send(view(1, 1, running(1, 0, CheckpointKind.CHECKPOINT_KIND_PERIODIC)));
    await(() -> localSnapshots() == TASKS);
    assertTrue(agent.stop(), "nothing was left unfinished");
    assertEquals(TASKS, acks(1).size());
    assertTrue(coordinator.left, "its lease need not run out");
    assertEquals(1, coordinator.hellos.size(), "who leaves does not come back");
  }

  @Test
  void a_stop_without_a_coordinator_is_bounded_and_says_that_something_was_left() throws Exception {
    coordinator.lead(1, () -> {});
    await(coordinator::hasSession);
    send(deploy(1, 1, Map.of()));
    awaitPhase(1, TaskPhase.TASK_PHASE_RUNNING, TASKS);
    coordinator.confirms = false;
    send(view(1, 1, running(1, 0, CheckpointKind.CHECKPOINT_KIND_PERIODIC)));
    await(() -> !acks(1).isEmpty());
    coordinator.role = ScriptedCoordinator.Role.SILENT;
    coordinator.breakSession();
    assertFalse(agent.stop(), "acks are not confirmed");
    assertEquals(List.of(), events("task", "failed"));
  }

  @Test
  void code_that_defines_another_graph_fails_the_attempt_with_the_reason() throws Exception {
    coordinator.lead(1, () -> {});
    await(coordinator::hasSession);
    Deploy right = deploy(1, 1, Map.of());
    JobSpec.Builder other = right.getSpec().toBuilder();
    other.getGraphBuilder().setKeyGroups(64);
    send(right.toBuilder().setSpec(other).build());
    awaitPhase(1, TaskPhase.TASK_PHASE_FAILED, 1);
    String reason = statuses(1, TaskPhase.TASK_PHASE_FAILED).get(0).getReason();
    assertTrue(reason.contains("another graph") && reason.contains("64"), reason);
  }

  @Test
  void a_missing_jar_fails_the_attempt() throws Exception {
    coordinator.lead(1, () -> {});
    await(coordinator::hasSession);
    Deploy right = deploy(1, 1, Map.of());
    send(
        right.toBuilder()
            .setSpec(right.getSpec().toBuilder().setJarSha256("0".repeat(64)))
            .build());
    awaitPhase(1, TaskPhase.TASK_PHASE_FAILED, 1);
  }

  @Test
  void a_second_agent_on_the_same_directory_is_refused_in_one_line() {
    ConfigException taken = assertThrows(ConfigException.class, this::startAgent);
    assertTrue(taken.getMessage().contains("in use by another agent"), taken.getMessage());
    assertFalse(taken.getMessage().contains("\n"));
  }

  @Test
  void a_jobs_classes_are_not_the_agents() throws Exception {
    Path file = store.resolve("jars").resolve(jar + ".jar");
    try (JobClassLoader loader =
        new JobClassLoader(file.toUri().toURL(), getClass().getClassLoader())) {
      Class<?> theirs = loader.loadClass(TallyJob.class.getName());
      assertFalse(TallyJob.class.equals(theirs));
      assertEquals(io.cairn.api.Job.class, loader.loadClass("io.cairn.api.Job"));
      assertThrows(
          ClassNotFoundException.class,
          () -> loader.loadClass("com.google.protobuf.Message"),
          "the agent's libraries are not the job's");
    }
  }

  private Agent startAgent() throws IOException {
    Path config = directory.resolve("a1.yaml");
    Files.writeString(
        config,
        """
        id: a1
        dataDir: %s
        data: {bind: "127.0.0.1:0"}
        coordinators: ["%s"]
        slots: 8
        blobStore: %s
        """
            .formatted(directory.resolve("a1"), coordinator.address(), store.toUri()));
    return Agent.start(
        AgentConfig.read(config),
        (what, cause) -> {
          throw new AssertionError(what, cause);
        });
  }

  private void send(Deploy deploy) {
    coordinator.send(CoordinatorMessage.newBuilder().setDeploy(deploy).build());
  }

  private void send(JobView view) {
    coordinator.send(CoordinatorMessage.newBuilder().setView(view).build());
  }

  private static JobView view(long term, long attempt, RunningCheckpoint... running) {
    return JobView.newBuilder()
        .setTerm(term)
        .setJobId(JOB)
        .setAttempt(attempt)
        .addAllRunning(List.of(running))
        .build();
  }

  private static RunningCheckpoint running(long id, long base, CheckpointKind kind) {
    return RunningCheckpoint.newBuilder()
        .setCheckpointId(id)
        .setBaseCheckpoint(base)
        .setKind(kind)
        .setAcksWanted(true)
        .build();
  }

  private Deploy deploy(long term, long attempt, Map<Integer, SnapshotHandle> restores) {
    return TallyDeployment.of(directory, jar, lastHello()).toDeploy(term, attempt, restores);
  }

  private AgentHello lastHello() {
    return coordinator.hellos.get(coordinator.hellos.size() - 1);
  }

  private Set<Integer> acks(long checkpoint) {
    return handles(checkpoint).keySet();
  }

  private Map<Integer, SnapshotHandle> handles(long checkpoint) {
    Map<Integer, SnapshotHandle> handles = new TreeMap<>();
    for (AgentReport report : coordinator.reports) {
      for (CheckpointComplete ack : ReceivedAcks.of(report)) {
        if (ack.getCheckpointId() == checkpoint) {
          handles.put(ack.getTask(), ack.getHandle());
        }
      }
    }
    return handles;
  }

  private List<TaskStatusUpdate> statuses(long attempt, TaskPhase phase) {
    return coordinator.reports.stream()
        .flatMap(report -> report.getStatusesList().stream())
        .filter(status -> status.getAttempt() == attempt && status.getPhase() == phase)
        .toList();
  }

  private void awaitPhase(long attempt, TaskPhase phase, int count) {
    await(
        () -> {
          List<TaskStatusUpdate> failed = statuses(attempt, TaskPhase.TASK_PHASE_FAILED);
          if (phase != TaskPhase.TASK_PHASE_FAILED && !failed.isEmpty()) {
            throw new AssertionError(failed.toString());
          }
          return statuses(attempt, phase).size() >= count;
        });
  }

  private long committedUpTo(long attempt) {
    return coordinator.reports.stream()
        .flatMap(report -> report.getCommitsList().stream())
        .filter(commit -> commit.getAttempt() == attempt)
        .mapToLong(commit -> commit.getCheckpointId())
        .max()
        .orElse(0);
  }

  private List<HistoryEvent> events(String kind, String state) {
    try {
      return HistoryReader.read(directory.resolve("a1/history.jsonl")).stream()
          .filter(event -> event.kind().equals(kind))
          .filter(event -> state.equals(event.text("state")))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> expected() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      lines.add("word" + i % 10 + " " + (i / 10 + 1));
    }
    return lines.stream().sorted().toList();
  }

  private List<String> committed() throws IOException {
    Path committed = directory.resolve("out/committed");
    if (!Files.exists(committed)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(committed)) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines.stream().sorted().toList();
  }

  private long localSnapshots() {
    return LocalJournals.count(directory.resolve("a1/snapshots"));
  }

  private static boolean isEmpty(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited 30 s");
      LockSupport.parkNanos(2_000_000);
    }
  }
}
