package io.cairn.chaos;

import com.google.protobuf.ByteString;
import io.cairn.agent.session.Dialer;
import io.cairn.agent.session.Report;
import io.cairn.agent.session.SessionClient;
import io.cairn.agent.session.SessionListener;
import io.cairn.agent.session.SessionSettings;
import io.cairn.protocol.channel.FramedClient;
import io.cairn.protocol.channel.Preamble;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import io.cairn.protocol.v1.UploadProgress;
import io.cairn.protocol.v1.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * An agent that is the shipped session client, and tasks that the test moves step by step. It runs
 * whatever it is told to deploy. Its lists hold what happened, in order.
 */
final class SteppedAgent implements AutoCloseable, SessionListener {
  /** One task's part of one checkpoint of one job. */
  record Part(long job, long checkpoint, int task) {}

  final List<Part> sent = new CopyOnWriteArrayList<>();
  final List<Part> confirmed = new CopyOnWriteArrayList<>();

  /** Acks that left this agent although they were confirmed before. */
  final List<Part> repeated = new CopyOnWriteArrayList<>();

  /** Attempts that were deployed, each once. */
  final List<HostedAttempt> hosted = new CopyOnWriteArrayList<>();

  final List<String> troubles = new CopyOnWriteArrayList<>();

  private final String id;
  private final Map<Long, JobView> views = new ConcurrentHashMap<>();
  private final Map<Long, List<Integer>> tasks = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final FramedClient client = new FramedClient(Preamble.SESSION);
  private final SessionClient session;

  SteppedAgent(String id, List<String> coordinators) {
    this.id = id;
    AgentHello hello =
        AgentHello.newBuilder()
            .setProtocolVersion(SessionSettings.PROTOCOL_VERSION)
            .setAgentId(id)
            .setNonce("nonce-" + id)
            .setDataHost("127.0.0.1")
            .setDataPort(1)
            .setSlots(16)
            .build();
    session =
        new SessionClient(
            new SessionSettings(hello, coordinators, List.of()),
            Dialer.of(client),
            thread,
            System::nanoTime,
            this);
    session.start("");
  }

  /** The tasks of the job that are placed here. */
  List<Integer> tasks(long job) {
    return tasks.getOrDefault(job, List.of());
  }

  /** Whether this checkpoint wants acks, as far as this agent has been told. */
  boolean isTriggered(long job, long checkpoint) {
    JobView view = views.get(job);
    return view != null
        && view.getRunningList().stream()
            .filter(RunningCheckpoint::getAcksWanted)
            .anyMatch(running -> running.getCheckpointId() == checkpoint);
  }

  void status(long job, int task, TaskPhase phase, long checkpoint) {
    session.report(
        new Report.Status(
            TaskStatusUpdate.newBuilder()
                .setJobId(job)
                .setAttempt(1)
                .setTask(task)
                .setPhase(phase)
                .setCheckpointId(checkpoint)
                .build()));
  }

  void ack(long job, int task, long checkpoint) {
    ack(
        job,
        task,
        checkpoint,
        SnapshotHandle.newBuilder()
            .setStateBytes(2)
            .setInline(ByteString.copyFrom(new byte[] {(byte) task, 1}))
            .build());
  }

  void ack(long job, int task, long checkpoint, SnapshotHandle handle) {
    session.report(
        new Report.Ack(
            CheckpointComplete.newBuilder()
                .setJobId(job)
                .setAttempt(1)
                .setTask(task)
                .setCheckpointId(checkpoint)
                .setHandle(handle)
                .build()));
  }

  @Override
  public void deploy(Deploy deploy) {
    HostedAttempt attempt =
        HostedAttempt.newBuilder()
            .setJobId(deploy.getJobId())
            .setAttempt(deploy.getAttempt())
            .build();
    if (hosted.contains(attempt)) {
      return; // told again by a new leader
    }
    List<Integer> mine = new ArrayList<>();
    for (int task = 0; task < deploy.getPlacesCount(); task++) {
      if (deploy.getPlaces(task).getAgentId().equals(id)) {
        mine.add(task);
      }
    }
    tasks.put(deploy.getJobId(), mine);
    hosted.add(attempt);
    mine.forEach(task -> status(deploy.getJobId(), task, TaskPhase.TASK_PHASE_RUNNING, 0));
  }

  @Override
  public void view(JobView view) {
    views.put(view.getJobId(), view);
  }

  @Override
  public void ackSent(CheckpointComplete ack, long term) {
    if (confirmed.contains(part(ack))) {
      repeated.add(part(ack));
    }
    sent.add(part(ack));
  }

  @Override
  public void ackConfirmed(CheckpointComplete ack, long term) {
    confirmed.add(part(ack));
  }

  private static Part part(CheckpointComplete ack) {
    return new Part(ack.getJobId(), ack.getCheckpointId(), ack.getTask());
  }

  @Override
  public void welcomed(Welcome welcome, String coordinator) {}

  @Override
  public void members(List<Member> members) {}

  @Override
  public void lost(long term, String coordinator, String reason) {}

  @Override
  public void refusedForGood(Refused.Code code, String reason) {
    troubles.add(code + ": " + reason);
  }

  @Override
  public void broken(String what) {
    troubles.add(what);
  }

  @Override
  public List<HostedAttempt> hosted() {
    return List.copyOf(hosted);
  }

  @Override
  public List<UploadProgress> progress() {
    return List.of();
  }

  @Override
  public void close() {
    session.close();
    thread.shutdownNow();
    client.close();
  }
}
