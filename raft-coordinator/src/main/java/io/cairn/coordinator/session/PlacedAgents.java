package io.cairn.coordinator.session;

import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Placement;
import io.cairn.coordinator.replication.Term;
import io.cairn.protocol.v1.JobView;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What every session asks of a job, worked out once: which agents its newest attempt is on, and its
 * view. A placement has a row per task; sessions ask at each change. Owned by the sessions' thread.
 */
final class PlacedAgents {
  private record Places(Attempt attempt, Set<Placement> agents) {}

  private record Viewed(Term term, JobState job, JobView view) {}

  private final Map<JobId, Places> places = new HashMap<>();
  private final Map<JobId, Viewed> views = new HashMap<>();

  /** Whether a task of the job's newest attempt is on this run of the agent. */
  boolean contains(JobState job, Placement agent) {
    AttemptState attempt = job.attempt();
    if (attempt == null) {
      return false;
    }
    Places known = places.get(job.id());
    if (known == null || !known.attempt().equals(attempt.number())) {
      known = new Places(attempt.number(), Set.copyOf(attempt.placement()));
      places.put(job.id(), known);
    }
    return known.agents().contains(agent);
  }

  /** The job's view, the same for all agents. */
  @SuppressWarnings("ReferenceEquality") // to compare the values would walk all tasks
  JobView view(Term term, JobState job) {
    Viewed known = views.get(job.id());
    if (known == null || known.job() != job || !known.term().equals(term)) {
      known = new Viewed(term, job, JobViews.view(term, job));
      views.put(job.id(), known);
    }
    return known.view();
  }
}
