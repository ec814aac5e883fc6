package io.cairn.agent.session;

import io.cairn.protocol.v1.AlignmentProgress;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.Member;
import io.cairn.protocol.v1.Refused;
import io.cairn.protocol.v1.UploadProgress;
import io.cairn.protocol.v1.Welcome;
import java.util.List;

/**
 * What the session tells the agent, and asks of it. All calls come on the session's thread and must
 * not block. Messages of an older term never get here.
 */
public interface SessionListener {

  /** A leader has registered this agent. What this call learns about the cluster is to be kept. */
  void welcomed(Welcome welcome, String coordinator);

  /** The coordinators as one of them knows them. */
  void members(List<Member> members);

  /** The session broke or fell silent; a search for the leader has begun. */
  void lost(long term, String coordinator, String reason);

  /** Tasks to run. Comes again after each Welcome while the attempt lives. */
  void deploy(Deploy deploy);

  /** How a job must look on this agent. Comes again after each Welcome. */
  void view(JobView view);

  /** An ack leaves this agent, for the first time or again. */
  void ackSent(CheckpointComplete ack, long term);

  /** An ack is committed in the coordinators' log. */
  void ackConfirmed(CheckpointComplete ack, long term);

  /** This process must end: a coordinator refused it for good. */
  void refusedForGood(Refused.Code code, String reason);

  /** The session cannot go on: a bound that must hold was broken. */
  void broken(String what);

  /** Attempts this agent hosts now, for the next heartbeat. */
  List<HostedAttempt> hosted();

  /** Tasks whose attempt is over and whose user code does not end, for the next heartbeat. */
  default int stuckTasks() {
    return 0;
  }

  /** Tasks that have some of their barriers, for the next heartbeat. */
  default List<AlignmentProgress> aligning() {
    return List.of();
  }

  /** Running uploads, for the next heartbeat. */
  List<UploadProgress> progress();
}
