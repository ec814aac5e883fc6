package io.cairn.agent.app;

import io.cairn.agent.session.SessionListener;
import io.cairn.agent.snapshot.SnapshotId;
import io.cairn.agent.snapshot.SnapshotPipeline;
import io.cairn.process.ExitCode;
import io.cairn.process.FaultHandler;
import io.cairn.process.logging.LogFields;
import io.cairn.protocol.v1.AlignmentProgress;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.UploadProgress;
import io.cairn.protocol.v1.Welcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the agent makes of its session: remembers the cluster, passes on what is to run, and ends
 * the process when a coordinator refuses it for good.
 *
 * <p>Of the agent's thread.
 */
final class AgentSession implements SessionListener {

  private static final Logger log = LoggerFactory.getLogger(AgentSession.class);

  /** Jobs in a heartbeat; of more that have only snapshots here the rest is asked for later. */
  private static final int MAX_HOSTED = 1_000;

  private final KnownCluster cluster;
  private final HostedJobs jobs;
  private final SnapshotPipeline pipeline;
  private final AgentMeters meters;
  private final AgentHistory history;
  private final FaultHandler faults;
  private final StuckTasks stuck;
  private final PeerGrace grace;
  private final Consumer<AgentEnd> end;

  /**
   * Why the process is to end.
   *
   * @param reason for people, in one line
   */
  record AgentEnd(int exitCode, String reason) {}

  /**
   * @param end called when a coordinator refuses this agent for good
   */
  AgentSession(
      KnownCluster cluster,
      HostedJobs jobs,
      HostServices services,
      AgentHistory history,
      FaultHandler faults,
      Consumer<AgentEnd> end) {
    this.cluster = cluster;
    this.jobs = jobs;
    this.pipeline = services.pipeline();
    this.meters = services.meters();
    this.history = history;
    this.faults = faults;
    this.stuck = services.stuck();
    this.grace = services.grace();
    this.end = end;
  }

  @Override
  public void welcomed(Welcome welcome, String coordinator) {
    try {
      cluster.joined(welcome.getClusterId());
    } catch (IOException e) {
      // Not to know the cluster after a restart would let the agent join another one.
      refusedForGood(
          Refused.Code.UNRECOGNIZED, "cannot remember the cluster on disk: " + e.getMessage());
      return;
    }
    members(welcome.getMembersList());
    grace.lease(welcome.getLeaseMillis());
    history.session("connected", welcome.getTerm(), coordinator, "");
    meters.connected(true);
    log.atInfo()
        .addKeyValue(LogFields.TERM, welcome.getTerm())
        .log(
            "session with {} of term {}, incarnation {}",
            coordinator,
            welcome.getTerm(),
            welcome.getIncarnation());
  }

  @Override
  public void members(List<Member> members) {
    try {
      cluster.coordinators(
          members.stream().map(Member::getSessionAddress).filter(a -> !a.isEmpty()).toList());
    } catch (IOException e) {
      log.warn("cannot remember the coordinators on disk: {}", e.toString());
    }
  }

  @Override
  public void lost(long term, String coordinator, String reason) {
    history.session("lost", term, coordinator, reason);
    meters.connected(false);
    log.atInfo()
        .addKeyValue(LogFields.TERM, term)
        .log("session with {} of term {} lost: {}", coordinator, term, reason);
  }

  @Override
  public void deploy(Deploy deploy) {
    jobs.deploy(deploy);
  }

  @Override
  public void view(JobView view) {
    jobs.view(view);
  }

  @Override
  public void ackSent(CheckpointComplete ack, long term) {
    history.ackSent(ack, term);
  }

  @Override
  public void ackConfirmed(CheckpointComplete ack, long term) {
    history.ackConfirmed(ack, term);
  }

  @Override
  public void refusedForGood(Refused.Code code, String reason) {
    int exit = code == Refused.Code.CODE_FENCED ? ExitCode.FENCED : ExitCode.FAILED;
    end.accept(new AgentEnd(exit, reason));
  }

  @Override
  public void broken(String what) {
    faults.halt(what, null);
  }

  @Override
  public List<HostedAttempt> hosted() {
    // A job that ended while this agent was away is asked for too: its snapshots are to go.
    List<HostedAttempt> known = new ArrayList<>(jobs.hosted());
    for (SnapshotId kept : pipeline.kept()) {
      if (known.size() < MAX_HOSTED
          && known.stream().noneMatch(hosted -> hosted.getJobId() == kept.jobId())) {
        known.add(
            HostedAttempt.newBuilder().setJobId(kept.jobId()).setAttempt(kept.attempt()).build());
      }
    }
    return known;
  }

  @Override
  public int stuckTasks() {
    return stuck.count();
  }

  @Override
  public List<AlignmentProgress> aligning() {
    return jobs.aligning();
  }

  @Override
  public List<UploadProgress> progress() {
    return pipeline.progress();
  }
}
