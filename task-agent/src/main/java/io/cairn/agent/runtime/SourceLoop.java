package io.cairn.agent.runtime;

import io.cairn.api.Poll;
import io.cairn.api.Source;
import io.cairn.api.SplitSource;
import io.cairn.api.TaskContext;
import io.cairn.storage.state.TaskState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Polls a source and takes the barriers that are triggered between two polls. Of the task's thread.
 */
final class SourceLoop<T> implements TaskLoop, Snapshotter.Part {
  /** The longest wait at once; only so that times never overflow. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Source<T> source;
  private final TaskContext context;
  private final TaskInbox inbox;
  private final TaskOutput<T> output;
  private final Snapshotter snapshotter;
  private final Report report;
  private final TaskState state;
  private long lastTaken;
  private boolean silent;
  private long pollAtNanos = System.nanoTime();

  /** Hears what a source does. */
  interface Report {
    void endOfInput();

    void barrierTaken(long checkpointId);
  }

  SourceLoop(
      Supplier<? extends Source<T>> code,
      StoreContext context,
      TaskInbox inbox,
      TaskOutput<T> output,
      Snapshotter snapshotter,
      Report report) {
    this.source = code.get();
    this.context = context;
    this.inbox = inbox;
    this.output = output;
    this.snapshotter = snapshotter;
    this.report = report;
    this.state = context.store().taskState();
  }

  @Override
  public void open() throws Exception {
    source.open(context);
  }

  @Override
  public void run() throws Exception {
    if (snapshotter.isEnded()) {
      silence();
    }
    while (!Thread.currentThread().isInterrupted()) {
      if (inbox.isTold()) {
        obey(inbox.takeControl());
      }
      if (silent || pollAtNanos - System.nanoTime() > 0) {
        await();
      } else {
        poll();
      }
      output.flushIfDue();
    }
    throw new InterruptedException();
  }

  @Override
  public void close() throws Exception {
    snapshotter.close();
    source.close();
  }

  @Override
  public void endOfInput() {
    silence();
  }

  @Override
  public void prepare(long checkpointId) throws Exception {
    if (source instanceof SplitSource<?> splitSource) {
      List<byte[]> splits = splitSource.splits();
      state.remove(TaskStateNames.USER); // of before it was a split source
      state.putList(TaskStateNames.SPLITS, TaskState.Redistribution.SPLIT, splits);
    } else {
      state.put(TaskStateNames.USER, source.snapshot());
    }
  }

  private void poll() throws Exception {
    Poll poll = source.poll(output);
    switch (poll.state()) {
      case MORE -> {}
      case IDLE ->
          pollAtNanos = System.nanoTime() + Math.min(poll.pauseNanos(), LONGEST_WAIT_NANOS);
      case END -> silence();
    }
  }

  private void await() throws InterruptedException {
    long until = silent ? System.nanoTime() + LONGEST_WAIT_NANOS : pollAtNanos;
    if (output.isWaiting() && output.flushAtNanos() - until < 0) {
      until = output.flushAtNanos();
    }
    @Nullable InputPort none = inbox.take(until);
    if (none != null) {
      throw new IllegalStateException("a source has no input");
    }
  }

  private void obey(Control control) throws Exception {
    if (control.draining()) {
      silence();
    }
    for (Barrier barrier : control.triggers()) {
      if (barrier.checkpointId() > lastTaken) {
        lastTaken = barrier.checkpointId();
        report.barrierTaken(lastTaken);
        snapshotter.take(barrier, Alignment.NONE, this);
        // Not the end of the input: whoever goes on from this cut reads on from here.
        silent |= barrier.halts();
      }
    }
  }

  private void silence() {
    if (!silent) {
      silent = true;
      report.endOfInput();
    }
  }
}
