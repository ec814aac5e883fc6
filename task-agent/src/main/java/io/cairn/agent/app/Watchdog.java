package io.cairn.agent.app;

import io.cairn.agent.Stacks;
import io.cairn.agent.runtime.AttemptRuntime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says where a task is that does not react: in user code that blocks, or in an output whose reader
 * does not read. Its checkpoints time out, and nobody could tell why. Owned by the agent's thread.
 */
final class Watchdog {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  /** Reacting takes the time of one record: some hundred times what a slow one needs. */
  static final long DEAF_MILLIS = 10_000;

  private final AgentReporter reporter;
  private final Set<Thread> told = new HashSet<>();

  Watchdog(AgentReporter reporter) {
    this.reporter = reporter;
  }

  /** Looks once; each thread is told of once, until it has reacted. */
  void look(long jobId, long attempt, AttemptRuntime runtime) {
    List<Thread> deaf = runtime.deaf(DEAF_MILLIS);
    told.retainAll(deaf);
    for (Thread thread : deaf) {
      if (told.add(thread)) {
        log.warn(
            "job-{} attempt {}: a task has not reacted for {} s: {}",
            jobId,
            attempt,
            DEAF_MILLIS / 1_000,
            Stacks.inFull(thread));
        reporter.stuck(jobId, attempt, "blocked", thread.getName(), Stacks.inShort(thread));
      }
    }
  }
}
