package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Incarnation;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.leader.LiveProgress;
import io.cairn.coordinator.replication.Term;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.protocol.channel.FramedConnection;
import io.cairn.protocol.v1.AgentHeartbeat;
import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.AlignmentProgress;
import io.cairn.protocol.v1.Confirmed;
import io.cairn.protocol.v1.CoordinatorMessage;
import io.cairn.protocol.v1.HeartbeatReply;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.UploadProgress;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The session of one run of an agent with this leader, once it is registered. Owned by the
 * sessions' thread. Bad messages are IllegalArgumentExceptions; the caller closes the connection.
 */
final class AgentSession {
  private final FramedConnection<CoordinatorMessage> connection;
  private final Term term;
  private final Placement self;
  private final JobPush push;

  /** As many as the {@link Intake} lets in. */
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  private long lastBatch;
  private long confirmed;
  private long told;
  private List<Member> toldMembers;

  private static final class Pending {
    private final long batch;
    private boolean applied;

    private Pending(long batch) {
      this.batch = batch;
    }
  }

  /**
   * Begins after Welcome.
   *
   * @param toldMembers whom Welcome named
   */
  AgentSession(
      FramedConnection<CoordinatorMessage> connection,
      Term term,
      Placement self,
      List<Member> toldMembers) {
    this.toldMembers = toldMembers;
    this.connection = connection;
    this.term = term;
    this.self = self;
    this.push = new JobPush(connection, term, self);
  }

  AgentId agent() {
    return self.agent();
  }

  Incarnation incarnation() {
    return self.incarnation();
  }

  FramedConnection<CoordinatorMessage> connection() {
    return connection;
  }

  JobPush push() {
    return push;
  }

  /** Checks a report and remembers that it waits; its events are to be proposed. */
  List<Event> report(AgentReport report) {
    if (report.getBatch() <= lastBatch) {
      throw new IllegalArgumentException(
          "batch " + report.getBatch() + " after batch " + lastBatch);
    }
    List<Event> events = ReportEvents.of(report);
    lastBatch = report.getBatch();
    pending.add(new Pending(lastBatch));
    Failpoint.BEFORE_PROPOSE.reached();
    return events;
  }

  /** The batch's events are applied: confirms it, with all before it. */
  void applied(long batch) {
    for (Pending waiting : pending) {
      waiting.applied |= waiting.batch == batch;
    }
    while (!pending.isEmpty() && pending.peek().applied) {
      confirmed = pending.remove().batch;
    }
    confirm();
  }

  /** The connection has room again. */
  void resume(ClusterState state, PlacedAgents placed) {
    push.resume(state, placed);
    confirm();
  }

  /** Answers a heartbeat and takes in what it says. */
  void heartbeat(
      AgentHeartbeat heartbeat,
      LiveProgress progress,
      ClusterState state,
      PlacedAgents placed,
      List<Member> members) {
    for (UploadProgress upload : heartbeat.getProgressList()) {
      progress.put(
          new JobId(upload.getJobId()),
          new CheckpointId(upload.getCheckpointId()),
          upload.getTask(),
          new LiveProgress.Upload(upload.getUploadedBytes(), upload.getTotalBytes()));
    }
    for (AlignmentProgress alignment : heartbeat.getAligningList()) {
      progress.put(
          new JobId(alignment.getJobId()),
          new CheckpointId(alignment.getCheckpointId()),
          alignment.getTask(),
          new LiveProgress.Alignment(
              alignment.getBlockedChannels(),
              alignment.getInputChannels(),
              alignment.getAwaitedTask()));
    }
    Set<JobId> hosted = new HashSet<>();
    for (HostedAttempt attempt : heartbeat.getHostedList()) {
      hosted.add(new JobId(attempt.getJobId()));
    }
    push.hosts(hosted, state, placed);
    if (connection.isWritable()) {
      HeartbeatReply.Builder reply =
          HeartbeatReply.newBuilder().setTerm(term.value()).setSequence(heartbeat.getSequence());
      if (!members.equals(toldMembers)) {
        reply.addAllMembers(members);
        toldMembers = members;
      }
      connection.send(CoordinatorMessage.newBuilder().setHeartbeatReply(reply).build());
    }
  }

  private void confirm() {
    if (confirmed > told && connection.isWritable()) {
      Failpoint.BEFORE_CONFIRM.reached();
      told = confirmed;
      connection.send(
          CoordinatorMessage.newBuilder()
              .setConfirmed(Confirmed.newBuilder().setTerm(term.value()).setBatch(confirmed))
              .build());
    }
  }

  @Override
  public String toString() {
    return "agent " + self.agent() + " (incarnation " + self.incarnation() + ")";
  }
}
