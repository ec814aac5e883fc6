package io.cairn.coordinator.checkpoint;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The savepoint from which a job was submitted. Its attempts restore it until the job has a
 * completed checkpoint of its own.
 *
 * @param job that took the savepoint
 * @param savepoint its id in that job
 * @param dropped operators whose state is left behind on purpose, sorted
 * @param leavesTransactions whether the sinks' transactions that the savepoint names are not to be
 *     committed: when the job was submitted, the one that took it was alive to do so
 */
public record RestoreOrigin(
    JobId job, CheckpointId savepoint, SortedSet<String> dropped, boolean leavesTransactions) {
  /** Copies the set. */
  public RestoreOrigin {
    dropped = Collections.unmodifiableSortedSet(new TreeSet<>(dropped));
  }

  void addTo(Hash64 hash) {
    hash.add("origin").add(job.value()).add(savepoint.value()).add(leavesTransactions);
    dropped.forEach(hash::add);
    hash.add(dropped.size());
  }
}
