package io.cairn.agent.runtime;

import io.cairn.agent.OneLine;
import io.cairn.agent.channel.ChannelException;
import io.cairn.agent.channel.OutputChannel;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.process.logging.LogFields;
import io.cairn.storage.state.KeyedStateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One task from its start to its end, on its own thread: open the state, open the user code, wait
 * for the channels, process; and whatever happens, close all of it.
 */
final class Task implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Task.class);

  private final TaskIdentity identity;
  private final TaskWiring wiring;
  private final Owner owner;

  /** By {@link System#nanoTime}; 0: it does not process yet. */
  private volatile long processingSince;

  /** The attempt, as its tasks see it. Any thread. */
  interface Owner {

    /** When all channels must be connected, by {@link System#nanoTime}. */
    long connectUntilNanos();

    void running(int task);

    void failed(TaskFailure failure);
  }

  Task(TaskIdentity identity, TaskWiring wiring, Owner owner) {
    this.identity = identity;
    this.wiring = wiring;
    this.owner = owner;
  }

  TaskIdentity identity() {
    return identity;
  }

  TaskWiring wiring() {
    return wiring;
  }

  /** What it has spent its time on; null while it does not process. Any thread. */
  @Nullable TaskLoad load() {
    long since = processingSince;
    if (since == 0) {
      return null;
    }
    long blocked = 0;
    for (CompletableFuture<OutputChannel> output : wiring.outputs()) {
      if (output.isDone() && !output.isCompletedExceptionally()) {
        blocked += output.join().waitedNanos();
      }
    }
    long idle = wiring.inbox().idleNanos();
    long busy = Math.max(0, System.nanoTime() - since - blocked - idle);
    String name = identity.description().id() + "/" + identity.instance();
    return new TaskLoad(identity.spec().jobId(), name, busy, blocked, idle);
  }

  @Override
  public void run() {
    MDC.put(LogFields.JOB, Long.toString(identity.spec().jobId()));
    MDC.put(LogFields.TASK, identity.description().id() + "/" + identity.instance());
    try (KeyedStateStore store = wiring.openStore()) {
      live(store);
    } catch (InterruptedException e) {
      // Stopped. The thread ends here, nobody is left to be told.
    } catch (ChannelException e) {
      failed(String.valueOf(e.getMessage()), true);
    } catch (Throwable e) {
      // User code may throw anything at all; it must end its task, not this process.
      log.debug("{} failed", identity.shown(), e);
      failed(describe(e), false);
    } finally {
      processingSince = 0;
      wiring.closeInputs();
      wiring.outputs().forEach(Task::closeWhenOpen);
    }
  }

  private void live(KeyedStateStore store) throws Exception {
    TaskLoop loop = null;
    try {
      // Channels first: user code sees an output that is ready when it opens.
      List<OutputChannel> outputs = awaitOutputs();
      loop = wiring.loop(store, outputs);
      loop.open();
      Failpoint.AFTER_RESTORE.reached();
      if (!wiring.inbox().awaitConnected(wiring.ports().size(), owner.connectUntilNanos())) {
        throw new ChannelException(identity.shown() + ": not all senders have connected in time");
      }
      processingSince = System.nanoTime();
      owner.running(identity.task());
      loop.run();
    } finally {
      close(loop);
    }
  }

  private List<OutputChannel> awaitOutputs() throws Exception {
    List<OutputChannel> channels = new ArrayList<>();
    for (CompletableFuture<OutputChannel> output : wiring.outputs()) {
      try {
        long rest = Math.max(0, owner.connectUntilNanos() - System.nanoTime());
        channels.add(output.get(rest + TimeUnit.SECONDS.toNanos(5), TimeUnit.NANOSECONDS));
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new ChannelException(String.valueOf(cause.getMessage()));
      } catch (TimeoutException e) {
        throw new ChannelException(identity.shown() + ": a channel was not opened in time");
      }
    }
    return channels;
  }

  private void close(@Nullable TaskLoop loop) {
    if (loop == null) {
      return;
    }
    try {
      loop.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      log.warn("{}: closing failed: {}", identity.shown(), describe(e));
    }
  }

  private void failed(String reason, boolean consequence) {
    owner.failed(new TaskFailure(identity.task(), identity.shown() + ": " + reason, consequence));
  }

  private static void closeWhenOpen(CompletableFuture<OutputChannel> output) {
    boolean unused = output.cancel(false);
    if (!output.isCompletedExceptionally()) {
      output.join().close();
    }
  }

  private static String describe(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    String place = trace.length == 0 ? "" : " at " + trace[0];
    return OneLine.of(e) + place;
  }
}
