package io.cairn.agent.app;

import io.cairn.agent.runtime.AttemptControl;
import io.cairn.agent.runtime.Barrier;
import io.cairn.protocol.v1.CheckpointKind;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;

/** What the view of a job means for the tasks of its attempt. Pure but for what it tells them. */
public final class ViewRules {
  private ViewRules() {}

  /** Tells the tasks; {@code view} is of their attempt. */
  public static void tell(AttemptControl tasks, JobView view) {
    tasks.settled(
        view.getSettledCheckpoint(),
        view.getRunningList().stream().map(RunningCheckpoint::getCheckpointId).toList());
    for (RunningCheckpoint running : view.getRunningList()) {
      if (running.getAcksWanted()) {
        CheckpointKind kind = running.getKind();
        boolean last = kind == CheckpointKind.CHECKPOINT_KIND_FINAL;
        boolean halts =
            kind == CheckpointKind.CHECKPOINT_KIND_FINAL_SAVEPOINT
                || kind == CheckpointKind.CHECKPOINT_KIND_RELOCATION
                || kind == CheckpointKind.CHECKPOINT_KIND_RESCALE;
        tasks.trigger(new Barrier(running.getCheckpointId(), last, halts));
      }
    }
    if (view.getCompletedCheckpoint() > 0) {
      tasks.completed(view.getCompletedCheckpoint());
    }
    if (view.getDraining()) {
      tasks.drain();
    }
  }
}
