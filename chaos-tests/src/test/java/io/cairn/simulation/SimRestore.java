package io.cairn.simulation;

import io.cairn.agent.runtime.SimulatedTask;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.OperatorRestore;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.TaskRestore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the tasks of an attempt begin with: what a cut has of them, at their parallelism or not. */
final class SimRestore {
  private final SimAttempt attempt;
  private final Deploy deploy;
  private final Graph graph;
  private final Uploads uploads;
  private final Ledger ledger;

  /**
   * The state of a task.
   *
   * @param lists of the sinks' transactions, one of each older instance
   */
  record Restored(Position.State state, List<byte[]> lists) {}

  SimRestore(SimAttempt attempt, Deploy deploy, Uploads uploads, Ledger ledger) {
    this.attempt = attempt;
    this.deploy = deploy;
    this.graph = attempt.graph();
    this.uploads = uploads;
    this.ledger = ledger;
  }

  Restored of(int task) throws IOException {
    for (TaskRestore restore : deploy.getRestoresList()) {
      if (restore.getTask() == task) {
        return alike(task, restore.getHandle());
      }
    }
    for (OperatorRestore restore : deploy.getOperatorsList()) {
      if (restore.getOperator().equals(graph.operator(task))) {
        return merged(task, restore);
      }
    }
    boolean dropped = deploy.getRestoreOtherJob() && graph.isCounter(task);
    Violation.unless(
        deploy.getRestoreCheckpoint() == 0 || dropped,
        "task %d is deployed without its state",
        task);
    return new Restored(Position.State.BEGIN, List.of());
  }

  /** The job of the cut. */
  private long from() {
    return deploy.getRestoreStore().isEmpty()
        ? Long.parseLong(attempt.restoreRoot().split("/", 3)[1])
        : Foreign.JOB;
  }

  private Position.State read(SnapshotHandle handle, String operator, int instance)
      throws IOException {
    Position.State state = Position.State.decode(uploads.read(attempt, handle));
    ledger
        .cuts()
        .restored(from(), deploy.getRestoreCheckpoint(), operator, instance, state.position());
    if (operator.equals("read") && !deploy.getRestoreOtherJob()) {
      readOn(instance, state.position());
    }
    return state;
  }

  private void readOn(int source, Position from) {
    JobState job = ledger.state().job(new JobId(attempt.jobId()));
    CheckpointState cut = job.checkpoint(new CheckpointId(deploy.getRestoreCheckpoint()));
    if (cut != null
        && (cut.kind() == CheckpointKind.RELOCATION || cut.kind() == CheckpointKind.RESCALE)) {
      attempt.world().count("source reads on from a " + cut.kind());
      ledger.cuts().mustBeTheEnd(attempt.jobId(), cut.attempt().value(), source, from);
    }
  }

  private Restored alike(int task, SnapshotHandle handle) throws IOException {
    String operator = graph.operator(task);
    int instance = graph.instance(task);
    Position.State state = read(handle, operator, instance);
    if (deploy.getRestoreRoot().isEmpty()) {
      uploads.restored(attempt.jobId(), task, deploy.getRestoreCheckpoint(), handle);
    }
    String where =
        !deploy.getRestoreOtherJob()
            ? ""
            : deploy.getRestoreStore().isEmpty() ? " from another job" : " from another cluster";
    attempt.world().count("task restores" + where);
    if (graph.isSink(task) && deploy.getRestoreOtherJob()) {
      begins(new Outputs.Lane(attempt.jobId(), instance, graph.lanes(), state.since()), state);
    }
    return new Restored(state, lists(state));
  }

  /** Each new task gets what all the older ones left, and takes its part of it. */
  private Restored merged(int task, OperatorRestore restore) throws IOException {
    boolean sink = graph.isSink(task);
    int lanes = restore.getHandlesCount();
    List<Position.State> states = new ArrayList<>();
    Position at = Position.START;
    boolean ended = false;
    for (int instance = 0; instance < lanes; instance++) {
      Position.State state = read(restore.getHandles(instance), restore.getOperator(), instance);
      states.add(state);
      at = at.later(state.position());
      ended |= state.ended();
    }
    List<byte[]> lists = new ArrayList<>();
    for (int instance = 0; instance < lanes; instance++) {
      Position.State state = states.get(instance);
      Violation.unless(
          graph.isSource(task) || state.position().equals(at),
          "the cut is not consistent: %s %d at %s, another at %s",
          restore.getOperator(),
          instance,
          state.position(),
          at);
      lists.addAll(lists(state));
      if (sink) {
        ends(new Outputs.Lane(attempt.jobId(), instance, lanes, state.since()), state, at);
      }
    }
    attempt.world().count("task restores at another parallelism");
    return new Restored(new Position.State(at, at, ended, new byte[0]), lists);
  }

  private void ends(Outputs.Lane lane, Position.State state, Position at) throws IOException {
    if (deploy.getRestoreOtherJob()) {
      begins(lane, state);
    }
    if (!deploy.getLeaveTransactions()) {
      ledger.outputs().ends(lane, at);
    }
  }

  private void begins(Outputs.Lane lane, Position.State state) throws IOException {
    List<byte[]> named =
        deploy.getLeaveTransactions()
            ? List.of()
            : SimulatedTask.transactions(state.transactions());
    attempt
        .world()
        .count("sink begins with " + (named.isEmpty() ? "no transaction" : "transactions"));
    ledger
        .outputs()
        .begins(
            lane, named.isEmpty() ? state.position() : Position.Output.decode(named.get(0)).from());
  }

  private List<byte[]> lists(Position.State state) {
    return deploy.getLeaveTransactions() || state.transactions().length == 0
        ? List.of()
        : List.of(state.transactions());
  }
}
