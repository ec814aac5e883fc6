package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.JobState;

/**
 * The leader's one question: given this state, what should be going on that is not? Pure: the same
 * view and memory give the same plan.
 *
 * <p>There is no recovery path: a new leader, whose memory is empty, asks the same question.
 */
final class Reconciler {
  private Reconciler() {}

  static Plan plan(LeaderView view, LeaderMemory memory) {
    PlanBuilder plan = new PlanBuilder(view, memory);
    if (!view.state().isBootstrapped()) {
      return plan.build();
    }
    AgentWatch.plan(plan);
    for (JobState job : view.state().jobs().values()) {
      CheckpointDuties.plan(plan, job);
      AttemptDuties.plan(plan, job);
      FileDuties.plan(plan, job);
    }
    TickDuty.plan(plan);
    return plan.build();
  }
}
