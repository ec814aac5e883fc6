package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.DrainRules;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * A running job with tasks on an agent that drains takes a RELOCATION, once nothing else of it is
 * in progress and all of its tasks have room elsewhere: until then it runs, and checkpoints, where
 * it is. Once its sources were told to stop there is no way back, and it is asked for until it is
 * COMPLETED.
 */
final class RelocationDuties {
  private RelocationDuties() {}

  /** Whether the job is to move, and can: its periodic checkpoints make room for that. */
  static boolean isDue(LeaderView view, JobState job) {
    AttemptState attempt = job.attempt();
    return job.status() == JobStatus.RUNNING
        && attempt != null
        && DrainRules.isToMove(view.state(), job)
        && (attempt.relocating() || hasRoomElsewhere(view, job));
  }

  private static boolean hasRoomElsewhere(LeaderView view, JobState job) {
    List<AgentState> others = new ArrayList<>();
    for (AgentState agent : view.state().agents().values()) {
      if (agent.mayHostMore() && view.isPresent(agent)) {
        others.add(agent);
      }
    }
    return TaskPlacement.place(job, others, view.takenExcept(job.id())).isPresent();
  }

  /** One that was aborted is not asked for again at once. */
  static long dueMillis(JobState job) {
    CheckpointState last = job.checkpoint(job.counters().lastCheckpoint());
    return last == null || last.kind() != CheckpointKind.RELOCATION || last.abort() == null
        ? 0
        : last.endedElapsedMillis() + CheckpointDuties.MIN_FINAL_RETRY_MILLIS;
  }
}
