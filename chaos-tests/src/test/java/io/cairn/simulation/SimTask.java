package io.cairn.simulation;

import io.cairn.agent.runtime.Barrier;
import io.cairn.agent.runtime.SimulatedTask;
import io.cairn.api.Sink;
import io.cairn.api.TaskContext;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.storage.state.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A task: the shipped inbox, aligner and sink code; records are only counted. */
final class SimTask {
  final int task;
  final SimulatedTask core;
  private final SimAttempt attempt;
  private final World world;
  private final List<Integer> inputs;
  private final List<ArrayDeque<Arrival>> channels = new ArrayList<>();
  private final Store state = new Store();
  private Position position;
  private final Position since;
  private Position prepared;
  private Position aligned = Position.START;
  private boolean ended;
  private boolean silent;
  private boolean obeying;

  /** A barrier in a channel, with what the sender had read before it. */
  record Arrival(int from, Barrier barrier, Position position) {}

  SimTask(int task, SimAttempt attempt, SimRestore.Restored restored) {
    this.task = task;
    this.attempt = attempt;
    this.world = attempt.world();
    this.inputs = attempt.graph().inputs(task);
    inputs.forEach(from -> channels.add(new ArrayDeque<>()));
    this.position = restored.state().position();
    this.since = restored.state().since();
    this.prepared = position;
    this.ended = restored.state().ended();
    if (!restored.lists().isEmpty()) {
      state.putList(
          SimulatedTask.stateNames().get(0), TaskState.Redistribution.UNION, restored.lists());
    }
    SimulatedTask.SinkParts parts =
        attempt.graph().isSink(task)
            ? new SimulatedTask.SinkParts(
                new Output(),
                new SimulatedTask.Instance(lane(), attempt.graph().lanes()),
                state,
                attempt.restoredFrom(),
                this::committed)
            : null;
    this.core = new SimulatedTask(inputs.size(), parts);
  }

  private int lane() {
    return attempt.graph().instance(task);
  }

  void open() {
    try {
      core.open();
    } catch (Exception e) {
      throw unexpected(e);
    }
  }

  void run() {
    core.running();
    if (inputs.isEmpty() && ended) {
      silence();
    }
    told();
  }

  private void committed(long checkpoint) {
    attempt.report(task, checkpoint);
  }

  /** Something was put into the inbox, or a barrier into a channel. */
  void told() {
    if (!obeying && attempt.isRunning()) {
      obeying = true;
      attempt.later(
          world.delay(10, 2 * World.MILLI),
          () -> {
            obeying = false;
            work();
          });
    }
  }

  private void work() {
    try {
      if (core.isTold() && core.obey(barrier -> take(barrier, position))) {
        silence();
      }
      for (int channel = 0; channel < channels.size(); channel++) {
        read(channel);
      }
    } catch (Violation e) {
      throw e;
    } catch (Exception e) {
      throw unexpected(e);
    }
  }

  private void read(int channel) {
    ArrayDeque<Arrival> queue = channels.get(channel);
    while (!queue.isEmpty() && !core.isHeld(channel)) {
      Arrival arrival = queue.remove();
      long id = arrival.barrier().checkpointId();
      SimulatedTask.Answer answer = core.barrier(channel, id);
      world.count("barrier " + answer);
      aligned = aligned.later(arrival.position());
      if (answer == SimulatedTask.Answer.TAKE) {
        take(arrival.barrier(), aligned);
      }
    }
    if (channel > 0 && !channels.get(0).isEmpty() && !core.isHeld(0)) {
      read(0);
    }
  }

  private void take(Barrier barrier, Position at) {
    long id = barrier.checkpointId();
    if (world.chance(attempt.faults().decline())) {
      world.count("fault: task declines");
      attempt.report(task, TaskPhase.TASK_PHASE_DECLINED, id);
      attempt.forward(task, new Arrival(task, barrier, at));
      return;
    }
    attempt.report(task, TaskPhase.TASK_PHASE_STARTED, id);
    position = position.later(at);
    if (inputs.isEmpty() && !silent) {
      advance();
    }
    ended |= barrier.last();
    // Not the end of the input: whoever goes on from this cut reads on from here.
    silent |= barrier.halts() && inputs.isEmpty();
    try {
      core.prepare(id);
    } catch (Exception e) {
      throw unexpected(e);
    }
    List<byte[]> lists = state.getList(SimulatedTask.stateNames().get(0));
    Position.State snapshot =
        new Position.State(position, since, ended, lists == null ? new byte[0] : lists.get(0));
    attempt.snapshot(task, id, snapshot);
    attempt.forward(task, new Arrival(task, barrier, position));
  }

  private void advance() {
    for (int partition = 0; partition < 2; partition++) {
      if (attempt.graph().reads(task, partition)) {
        position = position.advanced(partition, 1 + world.random.nextInt(5));
      }
    }
  }

  void arrived(Arrival arrival) {
    channels.get(inputs.indexOf(arrival.from())).add(arrival);
    told();
  }

  private void silence() {
    if (inputs.isEmpty() && !silent) {
      silent = true;
      attempt.report(task, TaskPhase.TASK_PHASE_END_OF_INPUT, 0);
    }
  }

  private static IllegalStateException unexpected(Exception e) {
    return new IllegalStateException(e);
  }

  /** Writes nothing but where it got to. */
  private final class Output implements Sink<Object> {
    @Override
    public void open(TaskContext context) {}

    @Override
    public void restore(List<byte[]> named) {
      named.forEach(this::commit);
    }

    @Override
    public void write(Object record) {}

    @Override
    public Optional<byte[]> prepare(long checkpointId) {
      Position.Output output =
          new Position.Output(
              checkpointId, lane(), attempt.graph().lanes(), since, prepared, position);
      prepared = position;
      return Optional.of(output.encode());
    }

    @Override
    public void commit(byte[] transaction) {
      attempt.commit(Position.Output.decode(transaction));
    }
  }

  private static final class Store implements TaskState {
    private final Map<String, byte[]> blobs = new HashMap<>();
    private final Map<String, List<byte[]>> lists = new HashMap<>();

    @Override
    public byte[] get(String name) {
      return blobs.get(name);
    }

    @Override
    public List<byte[]> getList(String name) {
      return lists.get(name);
    }

    @Override
    public void putList(String name, Redistribution redistribution, List<byte[]> elements) {
      lists.put(name, elements.stream().map(byte[]::clone).toList());
    }

    @Override
    public void put(String name, byte[] bytes) {
      blobs.put(name, bytes.clone());
    }

    @Override
    public void remove(String name) {
      blobs.remove(name);
      lists.remove(name);
    }

    @Override
    public Set<String> names() {
      return blobs.keySet();
    }
  }
}
