package io.cairn.agent.app;

import io.cairn.process.FaultHandler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The one thread on which the agent decides. What throws there is a broken invariant: it goes to
 * the fault handler instead of being swallowed with the task. After a shutdown late work is
 * dropped.
 */
final class AgentThread extends ScheduledThreadPoolExecutor {

  private final FaultHandler faults;

  AgentThread(FaultHandler faults) {
    super(1, task -> new Thread(task, "agent"), new DiscardPolicy());
    this.faults = faults;
    setRemoveOnCancelPolicy(true);
    setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
    super.afterExecute(task, thrown);
    Throwable failure = thrown;
    if (failure == null && task instanceof Future<?> future && future.isDone()) {
      failure = failureOf(future);
    }
    if (failure != null) {
      faults.halt("the agent's thread failed: " + failure, failure);
    }
  }

  private static @Nullable Throwable failureOf(Future<?> future) {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (CancellationException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
