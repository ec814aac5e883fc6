package io.cairn.coordinator.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.JobState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Statistics over the checkpoints of a job that were COMPLETED and are remembered. Named as in
 * Flink's REST interface. Out of replicated state: the same on every replica.
 *
 * @param duration from request to end, in milliseconds
 * @param checkpointedSize what was uploaded, in bytes
 * @param stateSize all that they refer to, in bytes
 * @param alignment longest of a task, in milliseconds
 */
record CheckpointSummary(
    @JsonProperty("end_to_end_duration") Statistics duration,
    @JsonProperty("checkpointed_size") Statistics checkpointedSize,
    @JsonProperty("state_size") Statistics stateSize,
    @JsonProperty("alignment") Statistics alignment) {

  /** Percentiles by the nearest rank; all 0 when there is no value. */
  record Statistics(
      int count, long min, long max, long avg, long p50, long p90, long p95, long p99) {
    static Statistics of(long[] values) {
      if (values.length == 0) {
        return new Statistics(0, 0, 0, 0, 0, 0, 0, 0);
      }
      long[] sorted = values.clone();
      Arrays.sort(sorted);
      return new Statistics(
          sorted.length,
          sorted[0],
          sorted[sorted.length - 1],
          Math.round(Arrays.stream(sorted).average().orElse(0)),
          percentile(sorted, 50),
          percentile(sorted, 90),
          percentile(sorted, 95),
          percentile(sorted, 99));
    }

    private static long percentile(long[] sorted, int percent) {
      int rank = (sorted.length * percent + 99) / 100;
      return sorted[Math.max(1, rank) - 1];
    }
  }

  static CheckpointSummary of(JobState job) {
    List<CheckpointState> completed = new ArrayList<>();
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      if (checkpoint.wasCompleted()) {
        completed.add(checkpoint);
      }
    }
    return new CheckpointSummary(
        statistics(completed, CheckpointState::durationMillis),
        statistics(completed, checkpoint -> checkpoint.tally().uploadedBytes()),
        statistics(completed, checkpoint -> checkpoint.tally().stateBytes()),
        statistics(completed, checkpoint -> checkpoint.tally().slowest().alignMillis()));
  }

  private static Statistics statistics(
      List<CheckpointState> checkpoints, ToLongFunction<CheckpointState> figure) {
    return Statistics.of(checkpoints.stream().mapToLong(figure).toArray());
  }
}
