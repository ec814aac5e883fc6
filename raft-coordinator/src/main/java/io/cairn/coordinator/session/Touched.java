package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Progress;
import io.cairn.coordinator.replication.AppliedListener.Applied;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which jobs and whether any agent may have changed with what was applied, so that nothing else is
 * looked at. Collected on the apply thread, taken by the sessions' thread.
 */
final class Touched {
  private final Set<JobId> jobs = new HashSet<>();
  private boolean agents;
  private boolean announced;

  /**
   * What was collected.
   *
   * @param jobs that changed, in order
   * @param agents whether an agent changed
   */
  record Taken(Set<JobId> jobs, boolean agents) {}

  /** Adds a batch; true when the sessions' thread is to be told to {@link #take}. */
  synchronized boolean add(Applied applied) {
    if (Progress.isAll(applied.before(), applied.after(), applied.batch())) {
      return announce(); // no view changes with it
    }
    for (Event event : applied.batch().events()) {
      boolean ofAgent = event instanceof Event.RegisterAgent || event instanceof Event.AgentLost;
      agents |= ofAgent;
      if (ofAgent) {
        addChanged(applied.before(), applied.after());
      } else {
        addJobOf(event);
      }
    }
    return announce();
  }

  /** Everything may have changed. */
  synchronized boolean addAll(ClusterState state) {
    agents = true;
    jobs.addAll(state.jobs().entries().keySet());
    return announce();
  }

  synchronized Taken take() {
    Taken taken = new Taken(Collections.unmodifiableSet(new TreeSet<>(jobs)), agents);
    jobs.clear();
    agents = false;
    announced = false;
    return taken;
  }

  private boolean announce() {
    boolean first = !announced && (agents || !jobs.isEmpty());
    announced |= first;
    return first;
  }

  /** An agent's loss restarts jobs that the event does not name. */
  @SuppressWarnings("ReferenceEquality") // to compare the values would walk all tasks
  private void addChanged(ClusterState before, ClusterState after) {
    for (Map.Entry<JobId, JobState> entry : after.jobs().inOrder()) {
      if (entry.getValue() != before.job(entry.getKey())) {
        jobs.add(entry.getKey());
      }
    }
  }

  private void addJobOf(Event event) {
    event.match(JobOf.INSTANCE).ifPresent(jobs::add);
  }
}
