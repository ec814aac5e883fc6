package io.cairn.agent.runtime;

import io.cairn.agent.OneLine;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.state.CorruptStateException;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.PendingSnapshot;
import io.cairn.storage.state.StateFigures;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Passes a barrier on and takes the task's snapshot at it. In this order: nothing is read or sent
 * in between, so that the cut is the same, and the tasks behind align meanwhile. Of the task's
 * thread, but for what it leaves to the threads of the local stage: to wait for the files, and to
 * tell of them.
 */
final class Snapshotter {
  private final int task;
  private final StoreContext context;
  private final KeyedStateStore store;
  private final TaskDirectories directories;
  private final TaskOutput<?> output;
  private final TaskListener listener;
  private final TaskWiring wiring;
  private boolean ended;

  /** Nobody is told of a snapshot once this is closed. */
  private final Object telling = new Object();

  private boolean closed;

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
      TaskListener listener,
      TaskWiring wiring) {
    this.task = task;
    this.context = context;
    this.store = context.store();
    this.directories = directories;
    this.output = output;
    this.listener = listener;
    this.wiring = wiring;
    this.ended = store.taskState().get(TaskStateNames.ENDED) != null;
  }

  /**
   * Whether the end of input is behind the state, now or in the checkpoint it was restored from.
   */
  boolean isEnded() {
    return ended;
  }

  /**
   * Begins the local stage, which a thread of its own brings to its end while the task goes on.
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
    if (Thread.currentThread().isInterrupted()) {
      // User code that is stopped while it says its state may have said half of it.
      throw new InterruptedException("stopped in the local stage");
    }
    long prepared = System.nanoTime();
    output.barrier(barrier);
    long sentNanos = System.nanoTime() - prepared;
    context.keepLists();
    Optional<PendingSnapshot> begun = begin(checkpointId);
    if (begun.isPresent()) {
      StateFigures figures = store.figures();
      long begunNanos = start + sentNanos;
      wiring
          .localStages()
          .execute(() -> finish(begun.get(), checkpointId, alignment, begunNanos, figures));
    }
  }

  /** From now on nobody is told of a snapshot; waits for whoever is just being told. */
  void close() {
    synchronized (telling) {
      closed = true;
    }
  }

  /**
   * The state is whole in memory and in RocksDB even if it cannot be copied just now, so only the
   * checkpoint suffers. What is damaged is another matter: then the task fails. And a task that is
   * being stopped says nothing: its files are closed by the interrupt, which is no reason to give
   * the checkpoint up.
   */
  private Optional<PendingSnapshot> begin(long checkpointId)
      throws CorruptStateException, InterruptedException {
    try {
      return Optional.of(store.beginSnapshot(directories.snapshot(task, checkpointId)));
    } catch (CorruptStateException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        InterruptedException stopped = new InterruptedException("stopped in the local stage");
        stopped.initCause(e);
        throw stopped;
      }
      decline(checkpointId, e);
      return Optional.empty();
    }
  }

  /** On a thread of the local stage. As {@link #begin} in what goes wrong. */
  private void finish(
      PendingSnapshot pending,
      long checkpointId,
      Alignment alignment,
      long start,
      StateFigures figures) {
    try {
      LocalSnapshot local = pending.finishSmallInMemory();
      tell(
          new TaskSnapshot(
              checkpointId,
              local,
              TimeUnit.NANOSECONDS.toMillis(alignment.nanos()),
              alignment.bytes(),
              TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
              figures));
    } catch (CancellationException e) {
      // The task has stopped.
    } catch (CorruptStateException | RuntimeException e) {
      wiring.failed(OneLine.of(e));
    } catch (IOException e) {
      synchronized (telling) {
        if (!closed) {
          decline(checkpointId, e);
        }
      }
    }
  }

  private void tell(TaskSnapshot snapshot) {
    synchronized (telling) {
      if (closed) {
        return;
      }
      try {
        listener.snapshot(task, snapshot);
      } catch (IOException e) {
        listener.declined(
            task,
            snapshot.checkpointId(),
            "its local snapshot cannot be journalled: " + OneLine.of(e));
      }
    }
  }

  private void decline(long checkpointId, IOException failure) {
    listener.declined(task, checkpointId, "no local snapshot: " + OneLine.of(failure));
  }
}
