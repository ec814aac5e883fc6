package io.cairn.agent.runtime;

import io.cairn.agent.OneLine;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.state.CorruptStateException;
import io.cairn.storage.state.KeyedStateStore;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Passes a barrier on and takes the task's snapshot at it. In this order: nothing is read or sent
 * in between, so that the cut is the same, and the tasks behind align meanwhile. Of the task's
 * thread.
 */
final class Snapshotter {
  private final int task;
  private final StoreContext context;
  private final KeyedStateStore store;
  private final TaskDirectories directories;
  private final TaskOutput<?> output;
  private final TaskListener listener;
  private boolean ended;

  /** What the kind of task adds to a snapshot. */
  interface Part {

    /**
     * The job's input is at its end: called before {@link #prepare}, once in the life of the job.
     */
    void endOfInput() throws Exception;

    /** Puts what is not keyed state into the task state. */
    void prepare(long checkpointId) throws Exception;
  }

  Snapshotter(
      int task,
      StoreContext context,
      TaskDirectories directories,
      TaskOutput<?> output,
      TaskListener listener) {
    this.task = task;
    this.context = context;
    this.store = context.store();
    this.directories = directories;
    this.output = output;
    this.listener = listener;
    this.ended = store.taskState().get(TaskStateNames.ENDED) != null;
  }

  /**
   * Whether the end of input is behind the state, now or in the checkpoint it was restored from.
   */
  boolean isEnded() {
    return ended;
  }

  /**
   * Takes the local stage.
   *
   * @param alignment what the barriers took to come
   */
  void take(Barrier barrier, Alignment alignment, Part part) throws Exception {
    Failpoint.AFTER_BARRIER.reached();
    long checkpointId = barrier.checkpointId();
    long start = System.nanoTime();
    if (barrier.last() && !ended) {
      ended = true;
      part.endOfInput();
      store.taskState().put(TaskStateNames.ENDED, new byte[] {1});
    }
    part.prepare(checkpointId);
    long prepared = System.nanoTime();
    output.barrier(barrier);
    long sentNanos = System.nanoTime() - prepared;
    context.keepLists();
    Optional<LocalSnapshot> local = local(checkpointId);
    long localNanos = System.nanoTime() - start - sentNanos;
    if (local.isPresent()) {
      record(
          new TaskSnapshot(
              checkpointId,
              local.get(),
              TimeUnit.NANOSECONDS.toMillis(alignment.nanos()),
              alignment.bytes(),
              TimeUnit.NANOSECONDS.toMillis(localNanos),
              store.figures()));
    }
  }

  /**
   * The state is whole in memory and in RocksDB even if it cannot be copied just now, so only the
   * checkpoint suffers. What is damaged is another matter: then the task fails. And a task that is
   * being stopped says nothing: its files are closed by the interrupt, which is no reason to give
   * the checkpoint up.
   */
  private Optional<LocalSnapshot> local(long checkpointId)
      throws CorruptStateException, InterruptedException {
    try {
      return Optional.of(store.snapshotLocal(directories.snapshot(task, checkpointId)));
    } catch (CorruptStateException e) {
      throw e;
    } catch (IOException e) {
      checkNotStopped(e);
      listener.declined(task, checkpointId, "no local snapshot: " + OneLine.of(e));
      return Optional.empty();
    }
  }

  private void record(TaskSnapshot snapshot) throws InterruptedException {
    try {
      listener.snapshot(task, snapshot);
    } catch (IOException e) {
      checkNotStopped(e);
      listener.declined(
          task,
          snapshot.checkpointId(),
          "its local snapshot cannot be journalled: " + OneLine.of(e));
    }
  }

  private static void checkNotStopped(IOException failure) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      InterruptedException stopped = new InterruptedException("stopped in the local stage");
      stopped.initCause(failure);
      throw stopped;
    }
  }
}
