package io.cairn.agent.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Notes what the tasks of one attempt report, and lets a test wait for it. Any thread. */
final class Recorder implements TaskListener {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Set<Integer> running = new HashSet<>();
  private final Set<Integer> ended = new HashSet<>();
  private final Map<Long, Map<Integer, TaskSnapshot>> snapshots = new TreeMap<>();
  private final Map<Integer, Long> committed = new HashMap<>();
  private final Map<Long, Integer> declined = new HashMap<>();
  private final List<TaskFailure> failures = new ArrayList<>();

  /** Waits until it holds; a failure of the attempt ends the waiting. */
  synchronized void await(String what, BooleanSupplier holds) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (!failures.isEmpty()) {
        throw new AssertionError("awaiting " + what + ": " + failures);
      }
      awaitChange(until, what);
    }
  }

  synchronized TaskFailure awaitFailure() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (failures.isEmpty()) {
      awaitChange(until, "a failure");
    }
    return failures.get(0);
  }

  synchronized Map<Integer, TaskSnapshot> snapshots(long checkpointId) {
    return new TreeMap<>(snapshots.getOrDefault(checkpointId, Map.of()));
  }

  synchronized int runningTasks() {
    return running.size();
  }

  synchronized Set<Integer> ended() {
    return new HashSet<>(ended);
  }

  synchronized long committed(int task) {
    return committed.getOrDefault(task, 0L);
  }

  @Override
  public synchronized void running(int task) {
    running.add(task);
    notifyAll();
  }

  @Override
  public synchronized void endOfInput(int task) {
    if (!ended.add(task)) {
      throw new AssertionError("end of input reported twice by task " + task);
    }
    notifyAll();
  }

  @Override
  public synchronized void barrierTaken(int task, long checkpointId) {
    notifyAll();
  }

  @Override
  public synchronized void snapshot(int task, TaskSnapshot snapshot) {
    TaskSnapshot before =
        snapshots
            .computeIfAbsent(snapshot.checkpointId(), id -> new TreeMap<>())
            .put(task, snapshot);
    if (before != null) {
      throw new AssertionError("task " + task + " took " + snapshot.checkpointId() + " twice");
    }
    notifyAll();
  }

  @Override
  public synchronized void declined(int task, long checkpointId, String reason) {
    declined.merge(checkpointId, 1, Integer::sum);
    notifyAll();
  }

  /** How many tasks declined a checkpoint. */
  synchronized int declined(long checkpointId) {
    return declined.getOrDefault(checkpointId, 0);
  }

  @Override
  public synchronized void committed(int task, long checkpointId) {
    committed.merge(task, checkpointId, Math::max);
    notifyAll();
  }

  @Override
  public synchronized void failed(TaskFailure failure) {
    failures.add(failure);
    notifyAll();
  }

  @SuppressWarnings("WaitNotInLoop") // its callers loop
  private void awaitChange(long until, String what) throws InterruptedException {
    long restMillis = (until - System.nanoTime()) / 1_000_000;
    if (restMillis <= 0) {
      throw new AssertionError(
          "not in time: %s; running %s, ended %s, snapshots %s, committed %s, failures %s"
              .formatted(what, running, ended, snapshots.keySet(), committed, failures));
    }
    wait(restMillis);
  }
}
