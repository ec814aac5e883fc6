package io.cairn.agent.runtime;

import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import java.util.List;

/**
 * What an attempt is.
 *
 * @param restoredCheckpoint this job's checkpoint whose state the directories hold; 0: none, or
 *     another job's
 * @param leavesTransactions whether sinks leave alone what the state names as prepared: another
 *     job, which runs, commits it
 * @param places of every task of the job, in task order
 */
public record AttemptSpec(
    long jobId,
    long attempt,
    JobDefinition definition,
    JobArguments arguments,
    long restoredCheckpoint,
    boolean leavesTransactions,
    List<TaskPlace> places) {

  public AttemptSpec {
    places = List.copyOf(places);
    int tasks = definition.graph().tasks();
    if (places.size() != tasks) {
      throw new IllegalArgumentException(places.size() + " places for " + tasks + " tasks");
    }
    if (jobId <= 0 || attempt <= 0 || restoredCheckpoint < 0) {
      throw new IllegalArgumentException(
          "job " + jobId + ", attempt " + attempt + ", checkpoint " + restoredCheckpoint);
    }
  }
}
