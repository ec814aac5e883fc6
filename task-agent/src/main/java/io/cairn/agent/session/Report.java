package io.cairn.agent.session;

import io.cairn.protocol.v1.AgentReport;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SinkCommitted;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.protocol.v1.TaskStatusUpdate;

/** One thing the agent says that a coordinator must log. Immutable. */
public sealed interface Report {

  /** What a task did. */
  record Status(TaskStatusUpdate update) implements Report {
    @Override
    public void addTo(AgentReport.Builder batch) {
      batch.addStatuses(update);
    }

    @Override
    public boolean isVoidUnder(JobView view) {
      if (isOfEndedAttempt(view, update.getJobId(), update.getAttempt())) {
        return true;
      }
      long checkpoint = update.getCheckpointId();
      return view.getJobId() == update.getJobId()
          && checkpoint > 0
          && (checkpoint <= view.getSettledCheckpoint() || isComplete(view, checkpoint));
    }

    @Override
    public int serializedSize() {
      return update.getSerializedSize();
    }

    boolean isFailure() {
      return update.getPhase() == TaskPhase.TASK_PHASE_FAILED;
    }
  }

  /** A snapshot is durable in the blob store. */
  record Ack(CheckpointComplete ack) implements Report {
    @Override
    public void addTo(AgentReport.Builder batch) {
      batch.addAcks(ack);
    }

    @Override
    public boolean isVoidUnder(JobView view) {
      return isOfEndedAttempt(view, ack.getJobId(), ack.getAttempt())
          || (view.getJobId() == ack.getJobId()
              && (ack.getCheckpointId() <= view.getSettledCheckpoint()
                  || isComplete(view, ack.getCheckpointId())));
    }

    @Override
    public int serializedSize() {
      return ack.getSerializedSize();
    }
  }

  /** A sink task has committed. */
  record Commit(SinkCommitted commit) implements Report {
    @Override
    public void addTo(AgentReport.Builder batch) {
      batch.addCommits(commit);
    }

    @Override
    public boolean isVoidUnder(JobView view) {
      return isOfEndedAttempt(view, commit.getJobId(), commit.getAttempt());
    }

    @Override
    public int serializedSize() {
      return commit.getSerializedSize();
    }
  }

  /** Adds this report to a batch. */
  void addTo(AgentReport.Builder batch);

  /** Whether nobody needs this report any more, given the newest view of a job. */
  boolean isVoidUnder(JobView view);

  /** Size on the wire in bytes. */
  int serializedSize();

  private static boolean isOfEndedAttempt(JobView view, long jobId, long attempt) {
    return view.getJobId() == jobId && (view.getEnded() || attempt < view.getAttempt());
  }

  /** Every ack of it is in the log: what this agent still holds about it is in the log too. */
  private static boolean isComplete(JobView view, long checkpoint) {
    for (RunningCheckpoint running : view.getRunningList()) {
      if (running.getCheckpointId() == checkpoint) {
        return !running.getAcksWanted();
      }
    }
    return false;
  }
}
