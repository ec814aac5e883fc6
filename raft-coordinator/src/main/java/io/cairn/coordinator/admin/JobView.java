package io.cairn.coordinator.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.ForeignCheckpoint;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobScale;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.JobStatus;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.RestoreOrigin;
import io.cairn.coordinator.checkpoint.Slots;
import io.cairn.coordinator.checkpoint.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A job in an answer.
 *
 * @param attempt 0 before the first
 * @param runningTasks tasks of the attempt that have reported RUNNING
 * @param reason why it last failed or ended; empty when it never did
 * @param waitsFor what its next attempt waits for, and what to do; absent when for nothing
 * @param lastCompleted 0 when no checkpoint is COMPLETED
 * @param running ids of unfinished checkpoints, ascending
 * @param checkpointing whether periodic checkpoints are ON, OFF or PAUSED
 * @param origin the savepoint or checkpoint that it was submitted from, of another cluster if it
 *     has a store; else absent
 * @param rescale the parallelism that it is about to have, else absent
 * @param operators with their parallelism now, in graph order
 * @param placement only in the answer about one job, a list of {@link PlacementView}; empty before
 *     the first attempt
 */
record JobView(
    long id,
    String name,
    String state,
    long attempt,
    int tasks,
    int runningTasks,
    long restarts,
    String reason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String waitsFor,
    long lastCompleted,
    List<Long> running,
    CountsView counts,
    String checkpointing,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OriginView origin,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ScaleView rescale,
    List<OperatorView> operators,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Json placement) {

  /** The second row says the same under Flink's names, and what only those tell. */
  record CountsView(
      long completed,
      long aborted,
      int inProgress,
      long failed,
      @JsonProperty("in_progress") int inProgressToo,
      long total,
      long restored) {
    static CountsView of(JobState job) {
      int open = job.unfinished().size();
      return new CountsView(
          job.counters().completed(),
          job.counters().aborted(),
          open,
          job.counters().aborted(),
          open,
          job.counters().lastCheckpoint().value(),
          job.counters().restores().count());
    }
  }

  record OriginView(
      long jobId,
      long checkpointId,
      List<String> dropped,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String store) {
    static @Nullable OriginView of(JobState job) {
      ForeignCheckpoint foreign = job.savepoints().foreign();
      if (foreign != null) {
        return new OriginView(
            foreign.job().value(), foreign.checkpoint().value(), List.of(), foreign.store());
      }
      RestoreOrigin origin = job.savepoints().origin();
      return origin == null
          ? null
          : new OriginView(
              origin.job().value(),
              origin.savepoint().value(),
              List.copyOf(origin.dropped()),
              null);
    }
  }

  record OperatorView(String id, String kind, int parallelism) {
    static OperatorView of(OperatorNode node) {
      return new OperatorView(node.id(), node.kind().name(), node.parallelism());
    }
  }

  /**
   * A rescale that is not over.
   *
   * @param phase CUT until the checkpoint that it waits for is completed, then DEPLOYING
   * @param operators what their parallelism is to be
   * @param who wants it; empty in DEPLOYING
   */
  record ScaleView(String phase, SortedMap<String, Integer> operators, String who) {
    static @Nullable ScaleView of(JobState job) {
      JobScale.Wish wish = job.scale().wish();
      if (job.status().isEnded() || (wish == null && !job.scale().unproven())) {
        return null;
      }
      JobGraph now = job.spec().graph();
      JobGraph wanted = wish == null ? now : now.withParallelism(wish.parallelism());
      TreeMap<String, Integer> operators = new TreeMap<>();
      wanted.operators().forEach(node -> operators.put(node.id(), node.parallelism()));
      return new ScaleView(
          wish == null ? "DEPLOYING" : "CUT", operators, wish == null ? "" : wish.who());
    }
  }

  record PlacementView(int task, String operator, int instance, String agent, String phase) {}

  /** The answer of {@code GET /jobs}. */
  record JobListView(List<JobView> jobs) {
    static JobListView of(ClusterState state) {
      List<JobView> views = new ArrayList<>();
      for (JobState job : state.jobs().values()) {
        views.add(JobView.of(state, job, null));
      }
      return new JobListView(views);
    }
  }

  /** All that {@link JobListView} is made of, for {@link Renderings}. */
  static List<?> partsOfAll(ClusterState state) {
    return List.of(state.jobs(), state.agents());
  }

  /** All that {@link #detailed} is made of. A job that waits for slots looks at all others. */
  static List<?> partsOf(ClusterState state, JobState job) {
    return waits(job) ? List.of(job, state.jobs(), state.agents()) : List.of(job);
  }

  /** With the placement as JSON that is kept: acks change the job, and not that. */
  static JobView detailed(ClusterState state, JobState job, Renderings kept) {
    AttemptState attempt = job.attempt();
    List<Object> parts = new ArrayList<>();
    parts.add(job.spec().graph());
    if (attempt != null) {
      parts.add(attempt.placement());
      parts.add(attempt.tasks());
    }
    return of(state, job, kept.of("placement of " + job.id(), parts, () -> placementOf(job)));
  }

  private static JobView of(ClusterState state, JobState job, @Nullable Json placement) {
    AttemptState attempt = job.attempt();
    return new JobView(
        job.id().value(),
        job.spec().name(),
        job.status().name(),
        job.attemptNumber().value(),
        job.spec().graph().taskCount(),
        attempt != null && attempt.status().isLive() ? attempt.running() : 0,
        job.counters().restarts(),
        job.reason(),
        waitsFor(state, job),
        job.newestCompleted().value(),
        job.unfinished().stream().map((CheckpointState c) -> c.id().value()).toList(),
        CountsView.of(job),
        job.schedule().mode().name(),
        OriginView.of(job),
        ScaleView.of(job),
        job.spec().graph().operators().stream().map(OperatorView::of).toList(),
        placement);
  }

  private static @Nullable String waitsFor(ClusterState state, JobState job) {
    return waits(job) ? Slots.lack(state, job, job.spec().graph().taskCount()) : null;
  }

  private static boolean waits(JobState job) {
    return job.status() == JobStatus.SUBMITTED || job.status() == JobStatus.RESTARTING;
  }

  private static List<PlacementView> placementOf(JobState job) {
    AttemptState attempt = job.attempt();
    List<PlacementView> views = new ArrayList<>();
    JobGraph graph = job.spec().graph();
    if (attempt == null || attempt.placement().size() != graph.taskCount()) {
      return views; // also when it is to get another parallelism and waits for its slots
    }
    for (int task = 0; task < attempt.placement().size(); task++) {
      TaskState reported = attempt.tasks().get(task);
      views.add(
          new PlacementView(
              task,
              graph.operatorOf(task).id(),
              graph.instanceOf(task),
              attempt.placement().get(task).agent().value(),
              reported == null ? "DEPLOYING" : reported.phase().name()));
    }
    return views;
  }
}
