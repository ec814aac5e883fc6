package io.cairn.coordinator.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.cairn.coordinator.checkpoint.CheckpointState;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint's answer says again under the names of Flink's REST interface, so that what
 * reads that one reads this one.
 *
 * @param status IN_PROGRESS, COMPLETED or FAILED
 * @param failureTimestamp milliseconds since 1970; absent when it did not fail
 */
record FlinkNames(
    String status,
    @JsonProperty("checkpoint_type") String checkpointType,
    @JsonProperty("is_savepoint") boolean isSavepoint,
    @JsonProperty("trigger_timestamp") long triggerTimestamp,
    @JsonProperty("end_to_end_duration") long endToEndDuration,
    @JsonProperty("checkpointed_size") long checkpointedSize,
    @JsonProperty("state_size") long stateSize,
    @JsonProperty("num_subtasks") int numSubtasks,
    @JsonProperty("num_acknowledged_subtasks") int numAcknowledgedSubtasks,
    @JsonProperty("failure_timestamp") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Long failureTimestamp,
    @JsonProperty("failure_message") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String failureMessage) {

  /**
   * Of a checkpoint.
   *
   * @param durationMillis to its end, or to now
   * @param uploadedBytes with those of uploads under way
   * @param reason of an abort, else empty
   */
  static FlinkNames of(
      CheckpointState checkpoint, long durationMillis, long uploadedBytes, String reason) {
    boolean failed = checkpoint.abort() != null;
    return new FlinkNames(
        checkpoint.status().isUnfinished() ? "IN_PROGRESS" : failed ? "FAILED" : "COMPLETED",
        checkpoint.kind().isSavepoint() ? "SAVEPOINT" : "CHECKPOINT",
        checkpoint.kind().isSavepoint(),
        checkpoint.requestedWallMillis(),
        durationMillis,
        uploadedBytes,
        checkpoint.tally().stateBytes(),
        checkpoint.taskCount(),
        checkpoint.acks(),
        failed ? checkpoint.requestedWallMillis() + durationMillis : null,
        failed ? reason : null);
  }
}
