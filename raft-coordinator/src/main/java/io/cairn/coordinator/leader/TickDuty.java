package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AgentStatus;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;

/**
 * While a budget of the state is counting, the log hears of the time at least twice a second: so
 * much of it a failover can lose.
 */
final class TickDuty {
  static final long TICK_MILLIS = 500;

  private TickDuty() {}

  static void plan(PlanBuilder plan) {
    if (!isCounting(plan.view())) {
      return;
    }
    long left = TICK_MILLIS - plan.view().sinceBatchMillis();
    if (left > 0) {
      plan.wakeIn(left);
    } else {
      plan.offer(new Action.Tick(ActionKey.of(ActionKey.Kind.TICK)));
    }
  }

  private static boolean isCounting(LeaderView view) {
    for (JobState job : view.state().jobs().values()) {
      boolean delayed =
          job.status() == JobStatus.RESTARTING
              && RestartPause.dueElapsedMillis(job) > view.state().elapsedMillis();
      if (delayed || !job.unfinished().isEmpty()) {
        return true;
      }
    }
    for (AgentState agent : view.state().agents().values()) {
      if (agent.status() == AgentStatus.REGISTERED && !view.isHeard(agent)) {
        return true;
      }
    }
    return false;
  }
}
