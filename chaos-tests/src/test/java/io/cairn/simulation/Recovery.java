package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.StopMode;
import java.util.HashMap;
import java.util.Map;

/** What must be well again in bounded time after the last fault; begins when that has ceased. */
final class Recovery {
  private final Cluster cluster;
  private final Jobs jobs;
  private final Map<JobId, Long> completedAtEnd = new HashMap<>();

  Recovery(Cluster cluster, Jobs jobs) {
    this.cluster = cluster;
    this.jobs = jobs;
  }

  /** What is not well yet; "" when everything is. */
  String missing() {
    if (cluster.leader() == null) {
      return "a leader";
    }
    if (!cluster.hasAllDisks()) {
      return "a replica that has lost its disk is as the others";
    }
    if (!jobs.areAllKnown()) {
      return "all jobs are in the log";
    }
    jobs.restore();
    for (JobState job : jobs.known()) {
      String what = job.status().isEnded() ? unclean(job) : missing(job);
      if (!what.isEmpty()) {
        return job.id() + ": " + what;
      }
    }
    return "";
  }

  private String missing(JobState job) {
    if (job.draining() || job.savepoints().stop() != null) {
      return "the job that ends its input finishes";
    }
    long completed = job.counters().completed();
    long before = completedAtEnd.computeIfAbsent(job.id(), id -> completed);
    if (job.scale().wish() != null || job.scale().unproven()) {
      return "the parallelism that it is to have";
    }
    if (job.status() == JobStatus.RUNNING
        && ScaleMoves.isOnDraining(cluster.ledger().state(), job.attempt())) {
      return "no task on an agent that is drained";
    }
    if (job.status() != JobStatus.RUNNING) {
      return "RUNNING, it is " + job.status();
    }
    if (!Jobs.isOn(job)) {
      return "periodic checkpoints, they are " + job.schedule().mode();
    }
    return completed < before + 2 ? "two more checkpoints" : unclean(job);
  }

  /** What is retained is published, what is condemned is gone. */
  private String unclean(JobState job) {
    for (CheckpointState checkpoint : job.completed()) {
      if (!cluster.ledger().stored().isPublished(job, checkpoint)) {
        return "checkpoint " + checkpoint.id() + " is published";
      }
    }
    return job.files().condemned().size() == 0 && job.discardable().isEmpty()
        ? ""
        : "what is condemned is deleted";
  }

  /** Jobs are asked to end; the first that has not. */
  String unended(StopMode mode) {
    JobStatus wanted = mode == StopMode.CANCEL ? JobStatus.CANCELLED : JobStatus.FINISHED;
    for (JobState job : jobs.known()) {
      if (!job.status().isEnded()) {
        jobs.stop(mode);
        return job.id() + ": " + wanted;
      }
    }
    return "";
  }

  /** Files that nothing refers to and nobody deletes. */
  void countOrphans() {
    for (JobState job : jobs.known()) {
      cluster.ledger().stored().countOrphans(cluster.world(), job);
    }
  }
}
