package io.cairn.agent.runtime;

import io.cairn.agent.channel.ChannelKey;
import io.cairn.agent.channel.InputChannel;
import io.cairn.agent.channel.OutputChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The tasks of one attempt on this agent. Except for {@link #start} and {@link #stop} the methods
 * only note what was said; any thread may call them, at any time, also again with the same.
 */
public final class AttemptRuntime implements AttemptControl, Task.Owner {
  private final AttemptSpec spec;
  private final RuntimeServices services;
  private final TaskListener listener;
  private final List<Task> tasks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<ChannelKey, InputChannel> receivers = new HashMap<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile long connectUntilNanos;

  /** Prepares the tasks that {@code spec} places on this agent; starts nothing. */
  public AttemptRuntime(
      AttemptSpec spec,
      RuntimeServices services,
      TaskDirectories directories,
      TaskListener listener) {
    this.spec = spec;
    this.services = services;
    this.listener = listener;
    TaskTopology topology = new TaskTopology(spec);
    for (int task = 0; task < spec.places().size(); task++) {
      if (isHere(task)) {
        TaskIdentity identity = TaskIdentity.of(spec, task);
        TaskWiring wiring = new TaskWiring(identity, services, directories, listener, this::failed);
        for (ChannelKey key : topology.inputs(identity)) {
          InputPort port = new InputPort(wiring.ports().size(), key, wiring.inbox(), broken(task));
          wiring.ports().add(port);
          receivers.put(key, port.channel());
        }
        tasks.add(new Task(identity, wiring, this));
      }
    }
  }

  /** The numbers of the tasks on this agent, ascending. */
  public List<Integer> tasks() {
    return tasks.stream().map(task -> task.identity().task()).toList();
  }

  /** What each task that processes now has spent its time on. Any thread. */
  public List<TaskLoad> loads() {
    List<TaskLoad> loads = new ArrayList<>();
    for (Task task : tasks) {
      TaskLoad load = task.load();
      if (load != null) {
        loads.add(load);
      }
    }
    return loads;
  }

  /** The tasks that have some barriers of a checkpoint and await others. Any thread. */
  public List<AligningTask> aligning() {
    return tasks.stream()
        .map(task -> task.wiring().inbox().aligning())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Starts a thread per task. Each restores its state, waits until all its channels are connected,
   * says {@link TaskListener#running} and processes. Returns at once. Call it once. The threads
   * inherit the context class loader of the caller.
   */
  public void start() {
    connectUntilNanos = System.nanoTime() + services.connectWithin().toNanos();
    services.dataPlane().registry().register(spec.jobId(), spec.attempt(), receivers.values());
    TaskTopology topology = new TaskTopology(spec);
    for (Task task : tasks) {
      for (ChannelKey key : topology.outputs(task.identity())) {
        task.wiring().outputs().add(open(key));
      }
    }
    for (Task task : tasks) {
      Thread thread = new Thread(task, task.identity().shown());
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  @Override
  public void settled(long settledUpTo, Collection<Long> running) {
    tasks.forEach(task -> task.wiring().inbox().settled(settledUpTo, running));
  }

  @Override
  public void trigger(Barrier barrier) {
    tasks.forEach(task -> task.wiring().inbox().trigger(barrier));
  }

  @Override
  public void completed(long checkpointId) {
    tasks.forEach(task -> task.wiring().inbox().completed(checkpointId));
  }

  @Override
  public void drain() {
    tasks.forEach(task -> task.wiring().inbox().drain());
  }

  /**
   * Stops all tasks: interrupts them, waits, closes their channels and state. Nothing is reported
   * any more, but for what user code is just doing. Not to be called on a task's thread.
   *
   * @param within how long to wait at most
   * @return false if some user code has not returned in time; its channels are closed, but its
   *     thread goes on and its state stays open
   */
  public boolean stop(Duration within) {
    over.set(true);
    services.dataPlane().registry().unregister(receivers.values());
    tasks.forEach(task -> task.wiring().inbox().stop());
    threads.forEach(Thread::interrupt);
    long until = System.nanoTime() + within.toNanos();
    boolean stopped = true;
    for (Thread thread : threads) {
      try {
        long restMillis = Math.max(1, (until - System.nanoTime()) / 1_000_000);
        thread.join(restMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      stopped &= !thread.isAlive();
    }
    receivers.values().forEach(InputChannel::close);
    return stopped;
  }

  /** The threads that have not ended; after {@link #stop}, those of user code that does not. */
  public List<Thread> alive() {
    return threads.stream().filter(Thread::isAlive).toList();
  }

  /** Threads that have not looked for so long at what they were told, in milliseconds. */
  public List<Thread> deaf(long millis) {
    List<Thread> deaf = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      if (threads.get(i).isAlive() && tasks.get(i).wiring().inbox().unheardMillis() > millis) {
        deaf.add(threads.get(i));
      }
    }
    return deaf;
  }

  @Override
  public long connectUntilNanos() {
    return connectUntilNanos;
  }

  @Override
  public void running(int task) {
    listener.running(task);
  }

  @Override
  public void failed(TaskFailure failure) {
    if (over.compareAndSet(false, true)) {
      listener.failed(failure);
    }
  }

  private CompletableFuture<OutputChannel> open(ChannelKey key) {
    InputChannel here = receivers.get(key);
    return here != null
        ? services.dataPlane().openLocal(here)
        : services
            .dataPlane()
            .connections()
            .open(
                spec.places().get(key.toTask()).address(),
                key,
                services.connectWithin(),
                broken(key.fromTask()));
  }

  private Consumer<String> broken(int task) {
    return reason -> failed(new TaskFailure(task, reason, true));
  }

  private boolean isHere(int task) {
    return spec.places().get(task).agentId().equals(services.agentId());
  }
}
