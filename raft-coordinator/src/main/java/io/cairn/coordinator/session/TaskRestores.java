package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.ForeignCheckpoint;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.checkpoint.RestoreOrigin;
import io.cairn.coordinator.checkpoint.SavepointInfo;
import io.cairn.coordinator.checkpoint.SavepointName;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.TaskProgress;
import io.cairn.coordinator.codec.HandleCodec;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.OperatorRestore;
import io.cairn.protocol.v1.TaskRestore;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of an attempt restore: the checkpoint that the attempt names, else the cut that
 * the job was submitted from, else the checkpoint of another cluster that it goes on from, else
 * nothing. Pure.
 */
final class TaskRestores {
  private final JobGraph graph;
  private final List<Placement> placement;
  private final JobGraph graphThen;
  private final CheckpointState cut;

  private TaskRestores(
      JobState job, AttemptState attempt, JobGraph graphThen, CheckpointState cut) {
    this.graph = job.spec().graph();
    this.placement = attempt.placement();
    this.graphThen = graphThen;
    this.cut = cut;
  }

  /** Adds one agent's share; false when what is to be restored is gone. */
  static boolean add(
      Deploy.Builder deploy, ClusterState state, JobState job, AttemptState attempt, Placement to) {
    CheckpointId from = attempt.restoreFrom();
    RestoreOrigin origin = job.savepoints().origin();
    if (from.isNone() && origin != null) {
      return addOrigin(deploy, state, job, attempt, origin, to);
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
    if (cut == null) {
      return false;
    }
    SavepointInfo info = cut.savepoint();
    if (info != null) {
      deploy.setRestoreRoot(root(job) + "/" + SavepointName.directory(info.name(), cut.id()));
    }
    return new TaskRestores(job, attempt, job.graphOf(cut), cut)
        .addShare(deploy, to, Collections.emptySortedSet());
  }

  private static boolean addOrigin(
      Deploy.Builder deploy,
      ClusterState state,
      JobState job,
      AttemptState attempt,
      RestoreOrigin origin,
      Placement to) {
    JobState source = state.job(origin.job());
    CheckpointState cut = source == null ? null : source.checkpoint(origin.savepoint());
    if (source == null || cut == null) {
      return false;
    }
    SavepointInfo info = cut.savepoint();
    deploy
        .setRestoreCheckpoint(cut.id().value())
        .setRestoreOtherJob(true)
        .setLeaveTransactions(origin.leavesTransactions())
        .setRestoreRoot(
            info == null
                ? root(source)
                : root(source) + "/" + SavepointName.directory(info.name(), cut.id()));
    return new TaskRestores(job, attempt, source.graphOf(cut), cut)
        .addShare(deploy, to, origin.dropped());
  }

  private static String root(JobState job) {
    return "jobs/" + job.id().value();
  }

  /** By operator and instance, for the tasks of two graphs are not numbered alike. */
  private boolean addShare(Deploy.Builder deploy, Placement to, SortedSet<String> dropped) {
    int first = 0;
    for (OperatorNode operator : graph.operators()) {
      OperatorNode then = graphThen.operator(operator.id());
      int end = first + operator.parallelism();
      if (then != null
          && !dropped.contains(operator.id())
          && !addOperator(deploy, to, operator, then, first)) {
        return false;
      }
      first = end;
    }
    return true;
  }

  private boolean addOperator(
      Deploy.Builder deploy, Placement to, OperatorNode now, OperatorNode then, int first) {
    int firstThen = graphThen.firstTask(then.id());
    List<Placement> places = placement.subList(first, first + now.parallelism());
    if (now.parallelism() != then.parallelism()) {
      return !places.contains(to) || addAll(deploy, then, firstThen);
    }
    for (int instance = 0; instance < places.size(); instance++) {
      if (places.get(instance).equals(to)) {
        SnapshotHandle handle = handle(firstThen + instance);
        if (handle == null) {
          return false;
        }
        deploy.addRestores(
            TaskRestore.newBuilder()
                .setTask(first + instance)
                .setHandle(HandleCodec.encode(handle)));
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

  /** All that the operator's tasks left: each new one takes its part of it. */
  private boolean addAll(Deploy.Builder deploy, OperatorNode then, int firstThen) {
    OperatorRestore.Builder restore =
        OperatorRestore.newBuilder().setOperator(then.id()).setFirstTask(firstThen);
    for (int instance = 0; instance < then.parallelism(); instance++) {
      SnapshotHandle handle = handle(firstThen + instance);
      if (handle == null) {
        return false;
      }
      restore.addHandles(HandleCodec.encode(handle));
    }
    deploy.addOperators(restore);
    return true;
  }

  private @Nullable SnapshotHandle handle(int taskThen) {
    TaskProgress row = cut.tasks().get(taskThen);
    return row == null ? null : row.handle();
  }
}
