package io.cairn.benchmarks.coordinator;

import io.cairn.agent.session.Dialer;
import io.cairn.agent.session.Report;
import io.cairn.agent.session.SessionClient;
import io.cairn.agent.session.SessionListener;
import io.cairn.agent.session.SessionSettings;
import io.cairn.protocol.v1.AgentHello;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;
import io.cairn.protocol.v1.UploadProgress;
import io.cairn.protocol.v1.Welcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;

/**
 * An agent without tasks: the session of a real one, and at each checkpoint an ack for every task
 * placed on it, at once. Owned by its session's thread.
 */
final class LoadAgent implements SessionListener, AutoCloseable {
  private final String id;
  private final LoadWatch watch;
  private final SessionClient session;
  private final Map<Long, LoadedJob> jobs = new HashMap<>();

  /**
   * Makes an agent that is not connected; {@link #start} connects.
   *
   * @param thread of the session
   * @param watch told of views and confirmed acks
   */
  LoadAgent(
      String id,
      int slots,
      List<String> coordinators,
      Dialer dialer,
      ScheduledExecutorService thread,
      LoadWatch watch) {
    this.id = id;
    this.watch = watch;
    AgentHello hello =
        AgentHello.newBuilder()
            .setProtocolVersion(SessionSettings.PROTOCOL_VERSION)
            .setAgentId(id)
            .setNonce(UUID.randomUUID().toString())
            .setDataHost("127.0.0.1")
            .setDataPort(1)
            .setSlots(slots)
            .build();
    SessionSettings settings = new SessionSettings(hello, coordinators, List.of());
    this.session = new SessionClient(settings, dialer, thread, System::nanoTime, this);
  }

  void start() {
    session.start("");
  }

  @Override
  public void deploy(Deploy deploy) {
    LoadedJob known = jobs.get(deploy.getJobId());
    if (known != null && known.attempt() == deploy.getAttempt()) {
      return;
    }
    List<Integer> tasks = new ArrayList<>();
    for (int task = 0; task < deploy.getPlacesCount(); task++) {
      if (deploy.getPlaces(task).getAgentId().equals(id)) {
        tasks.add(task);
      }
    }
    jobs.put(deploy.getJobId(), new LoadedJob(id, deploy.getJobId(), deploy.getAttempt(), tasks));
    List<Report> running = new ArrayList<>();
    for (int task : tasks) {
      running.add(
          new Report.Status(
              TaskStatusUpdate.newBuilder()
                  .setJobId(deploy.getJobId())
                  .setAttempt(deploy.getAttempt())
                  .setTask(task)
                  .setPhase(TaskPhase.TASK_PHASE_RUNNING)
                  .build()));
    }
    session.reportAll(running);
  }

  @Override
  public void view(JobView view) {
    LoadedJob job = jobs.get(view.getJobId());
    if (job != null) {
      for (RunningCheckpoint running : view.getRunningList()) {
        if (running.getAcksWanted()) {
          List<Report> acks = job.acks(running.getCheckpointId(), running.getBaseCheckpoint());
          if (!acks.isEmpty()) {
            session.reportAll(acks);
          }
        }
      }
    }
    watch.viewed(view.getJobId(), view.getCompletedCheckpoint());
  }

  @Override
  public void welcomed(Welcome welcome, String coordinator) {
    watch.welcomed(id);
  }

  @Override
  public void ackSent(CheckpointComplete ack, long term) {
    // counted when confirmed
  }

  @Override
  public void ackConfirmed(CheckpointComplete ack, long term) {
    // rounds are counted
  }

  @Override
  public void members(List<Member> members) {
    // they do not change here
  }

  @Override
  public void lost(long term, String coordinator, String reason) {
    watch.lost(id, reason);
  }

  @Override
  public void refusedForGood(Refused.Code code, String reason) {
    watch.broken(id + ": " + reason);
  }

  @Override
  public void broken(String what) {
    watch.broken(id + ": " + what);
  }

  @Override
  public List<HostedAttempt> hosted() {
    List<HostedAttempt> hosted = new ArrayList<>();
    for (LoadedJob job : jobs.values()) {
      hosted.add(HostedAttempt.newBuilder().setJobId(job.id()).setAttempt(job.attempt()).build());
    }
    return hosted;
  }

  @Override
  public List<UploadProgress> progress() {
    return List.of();
  }

  @Override
  public void close() {
    session.close();
  }
}
