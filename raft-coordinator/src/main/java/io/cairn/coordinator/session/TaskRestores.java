package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.ForeignCheckpoint;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.RestoreOrigin;
import io.cairn.coordinator.checkpoint.SavepointInfo;
import io.cairn.coordinator.checkpoint.SavepointName;
import io.cairn.coordinator.checkpoint.TaskProgress;
import io.cairn.coordinator.codec.HandleCodec;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.TaskRestore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of an attempt restore: the checkpoint that the attempt names, else the savepoint
 * that the job was submitted from, else the checkpoint of another cluster that it goes on from,
 * else nothing. Pure.
 */
final class TaskRestores {
  private TaskRestores() {}

  /** Adds one agent's share; false when what is to be restored is gone. */
  static boolean add(
      Deploy.Builder deploy, ClusterState state, JobState job, AttemptState attempt, Placement to) {
    CheckpointId from = attempt.restoreFrom();
    RestoreOrigin origin = job.savepoints().origin();
    if (from.isNone() && origin != null) {
      return addOrigin(deploy, state, job, origin, to);
    }
    ForeignCheckpoint foreign = job.savepoints().foreign();
    if (from.isNone() && foreign != null) {
      return addForeign(deploy, foreign, attempt.placement(), to);
    }
    deploy.setRestoreCheckpoint(from.value());
    if (from.isNone()) {
      return true;
    }
    CheckpointState cut = job.checkpoint(from);
    addRoot(deploy, job.id(), cut);
    List<Placement> placement = attempt.placement();
    for (int task = 0; task < placement.size(); task++) {
      if (placement.get(task).equals(to) && !add(deploy, task, cut, task)) {
        return false;
      }
    }
    return true;
  }

  /** By operator and instance, for the tasks of two graphs are not numbered alike. */
  private static boolean addOrigin(
      Deploy.Builder deploy, ClusterState state, JobState job, RestoreOrigin origin, Placement to) {
    AttemptState attempt = job.attempt();
    JobState source = state.job(origin.job());
    CheckpointState cut = source == null ? null : source.checkpoint(origin.savepoint());
    if (attempt == null || source == null || cut == null) {
      return false;
    }
    deploy
        .setRestoreCheckpoint(cut.id().value())
        .setRestoreOtherJob(true)
        .setLeaveTransactions(origin.leavesTransactions());
    addRoot(deploy, source.id(), cut);
    JobGraph old = source.spec().graph();
    JobGraph graph = job.spec().graph();
    List<Placement> placement = attempt.placement();
    for (int task = 0; task < placement.size(); task++) {
      OperatorNode operator = graph.operatorOf(task);
      boolean wanted =
          placement.get(task).equals(to)
              && old.operator(operator.id()) != null
              && !origin.dropped().contains(operator.id());
      if (wanted
          && !add(deploy, task, cut, old.firstTask(operator.id()) + graph.instanceOf(task))) {
        return false;
      }
    }
    return true;
  }

  /** The graph is the same, and so are the tasks' numbers. */
  private static boolean addForeign(
      Deploy.Builder deploy, ForeignCheckpoint foreign, List<Placement> placement, Placement to) {
    if (foreign.handles().size() != placement.size()) {
      return false;
    }
    deploy
        .setRestoreCheckpoint(foreign.checkpoint().value())
        .setRestoreOtherJob(true)
        .setRestoreStore(foreign.store())
        .setRestoreRoot(foreign.directory());
    for (int task = 0; task < placement.size(); task++) {
      if (placement.get(task).equals(to)) {
        deploy.addRestores(
            TaskRestore.newBuilder()
                .setTask(task)
                .setHandle(HandleCodec.encode(foreign.handles().get(task))));
      }
    }
    return true;
  }

  private static void addRoot(Deploy.Builder deploy, JobId job, @Nullable CheckpointState cut) {
    SavepointInfo info = cut == null ? null : cut.savepoint();
    if (cut != null && info != null) {
      deploy.setRestoreRoot(
          "jobs/" + job.value() + "/" + SavepointName.directory(info.name(), cut.id()));
    }
  }

  private static boolean add(
      Deploy.Builder deploy, int task, @Nullable CheckpointState cut, int taskThen) {
    TaskProgress row = cut == null ? null : cut.tasks().get(taskThen);
    if (row == null || row.handle() == null) {
      return false;
    }
    deploy.addRestores(
        TaskRestore.newBuilder().setTask(task).setHandle(HandleCodec.encode(row.handle())));
    return true;
  }
}
