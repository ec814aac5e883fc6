package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * A job that has no live attempt gets one, when its delay is over, nothing of it is COMMITTING, no
 * agent is in doubt, and there are slots enough.
 *
 * <p>An agent is in doubt when it is REGISTERED and this leader does not hear it: for at most a
 * lease it may yet come back, with its tasks' local state, or be declared lost.
 */
final class AttemptDuties {
  /** A connection of an agent is no event of the log; so often it is looked for. */
  private static final long DOUBT_POLL_MILLIS = 50;

  private AttemptDuties() {}

  static void plan(PlanBuilder plan, JobState job) {
    boolean wanted = job.status() == JobStatus.SUBMITTED || job.status() == JobStatus.RESTARTING;
    if (!wanted || isCommitting(job) || !plan.isDue(RestartPause.dueElapsedMillis(job))) {
      return;
    }
    List<AgentState> present = new ArrayList<>();
    for (AgentState agent : plan.view().state().agents().values()) {
      if (agent.mayHostMore()) {
        if (!plan.view().isPresent(agent)) {
          plan.wakeIn(DOUBT_POLL_MILLIS);
          return;
        }
        present.add(agent);
      }
    }
    TaskPlacement.place(job, present, plan.view().takenExcept(job.id()))
        .ifPresent(
            placement ->
                plan.offer(
                    new Action.Propose(
                        ActionKey.of(ActionKey.Kind.START, job.id()),
                        new Event.StartAttempt(
                            job.id(), job.attemptNumber(), job.newestCompleted(), placement))));
  }

  private static boolean isCommitting(JobState job) {
    for (CheckpointState open : job.unfinished()) {
      if (open.status() == CheckpointStatus.COMMITTING && open.kind().isProgress()) {
        return true;
      }
    }
    return false;
  }
}
