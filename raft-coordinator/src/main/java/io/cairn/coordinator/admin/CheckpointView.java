package io.cairn.coordinator.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cairn.coordinator.admin.JobView.CountsView;
import io.cairn.coordinator.checkpoint.AbortCause;
import io.cairn.coordinator.checkpoint.AttemptState;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.SlowestParts;
import io.cairn.coordinator.checkpoint.TaskProgress;
import io.cairn.coordinator.leader.LiveProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint in an answer.
 *
 * @param base the checkpoint it builds on; 0: it is full
 * @param requestedAt milliseconds since 1970, by the leader's clock
 * @param durationMillis from the request to the end, or to now, in time that a leader measured
 * @param acks tasks that have acknowledged
 * @param local tasks whose snapshot is on their agent's disk
 * @param taskCount tasks of the job
 * @param uploadedBytes those of the acks, and on the leader those of uploads under way
 * @param maxAlignMillis longest alignment of a task that has acknowledged; so the next two
 * @param maxLocalMillis longest local stage, from the barrier on
 * @param maxUploadMillis longest upload, beside the processing
 * @param reason of an abort in words, else empty
 * @param cause of an abort in fields, else absent
 * @param savepoint its name, when it is a savepoint, else absent
 * @param salvage why its attempt was over before all of its acks were in, if it was, else absent
 * @param flink the same under Flink's names
 * @param tasks in a list the number of tasks again; in the answer about one checkpoint a row per
 *     task
 */
record CheckpointView(
    long id,
    String kind,
    String state,
    long attempt,
    long base,
    long requestedAt,
    long durationMillis,
    int acks,
    int local,
    int taskCount,
    long uploadedBytes,
    long stateBytes,
    long maxAlignMillis,
    long maxLocalMillis,
    long maxUploadMillis,
    String reason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CauseView cause,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String savepoint,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String salvage,
    @JsonUnwrapped FlinkNames flink,
    Object tasks) {

  /**
   * Why it was aborted.
   *
   * @param task null when no single task caused it
   * @param who a person, else empty
   */
  record CauseView(
      String reason,
      String detail,
      @Nullable Integer task,
      @Nullable String operator,
      @Nullable Integer instance,
      String who) {
    static CauseView of(JobGraph graph, AbortCause cause) {
      boolean named = cause.hasTask() && graph.hasTask(cause.task());
      return new CauseView(
          cause.reason().name(),
          cause.detail(),
          named ? cause.task() : null,
          named ? graph.operatorOf(cause.task()).id() : null,
          named ? graph.instanceOf(cause.task()) : null,
          cause.who());
    }
  }

  /**
   * A task's part.
   *
   * @param since it is in this phase, in milliseconds since 1970 by the leader's clock; null when
   *     it has acknowledged
   * @param aligning the barriers that it waits for, when it was heard to wait; on the leader only
   */
  record TaskView(
      int task,
      String operator,
      int instance,
      String agent,
      String phase,
      @Nullable Long since,
      long alignMillis,
      long localMillis,
      long uploadMillis,
      long uploadedBytes,
      long stateBytes,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AligningView aligning) {}

  /**
   * What a task waits for.
   *
   * @param blockedChannels of its inputs: the barrier has come, they are not read until all have
   * @param inputChannels that it has
   * @param awaited the first that has not sent its barrier, as {@code OPERATOR/INSTANCE}
   */
  record AligningView(int blockedChannels, int inputChannels, String awaited) {}

  /**
   * The answer of {@code GET /jobs/{job}/checkpoints}.
   *
   * @param checkpoints newest first: views, or such as JSON that is kept
   */
  record CheckpointListView(
      CountsView counts, CheckpointSummary summary, List<Object> checkpoints) {
    static CheckpointListView of(
        ClusterState state, JobState job, LiveProgress live, Renderings kept, int limit) {
      List<Object> rows = new ArrayList<>();
      for (CheckpointState checkpoint : job.checkpoints().descendingValues()) {
        if (rows.size() == limit) {
          break;
        }
        Supplier<Object> view = () -> CheckpointView.of(state, job, checkpoint, live, null);
        rows.add(
            isSettled(checkpoint)
                ? kept.of(
                    "row of " + checkpoint.id() + " of " + job.id(), partsOf(job, checkpoint), view)
                : view.get());
      }
      return new CheckpointListView(CountsView.of(job), CheckpointSummary.of(job), rows);
    }

    /** Whether nothing but the job has a say; see {@link CheckpointView#isSettled}. */
    static boolean isSettledList(JobState job, int limit) {
      int rows = 0;
      for (CheckpointState checkpoint : job.checkpoints().descendingValues()) {
        if (rows++ == limit) {
          break;
        }
        if (checkpoint.status().isUnfinished()) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether nothing but parts of the state has a say: no clock, and nothing that lives. */
  static boolean isSettled(CheckpointState checkpoint) {
    return !checkpoint.status().isUnfinished() && checkpoint.acks() == checkpoint.taskCount();
  }

  /** All that the view of a settled one is made of, for {@link Renderings}. */
  static List<@Nullable Object> partsOf(JobState job, CheckpointState checkpoint) {
    List<@Nullable Object> parts = new ArrayList<>();
    parts.add(job.spec().graph());
    parts.add(job.scale());
    parts.add(checkpoint);
    AttemptState attempt = job.attempt();
    parts.add(attempt == null ? null : attempt.number());
    parts.add(attempt == null ? null : attempt.placement());
    return parts;
  }

  static CheckpointView detailed(
      ClusterState state, JobState job, CheckpointState checkpoint, LiveProgress live) {
    return of(state, job, checkpoint, live, rows(job, checkpoint, live));
  }

  private static CheckpointView of(
      ClusterState state,
      JobState job,
      CheckpointState checkpoint,
      LiveProgress live,
      @Nullable List<TaskView> rows) {
    boolean unfinished = checkpoint.status().isUnfinished();
    long durationMillis =
        unfinished
            ? state.elapsedMillis() - checkpoint.requestedElapsedMillis()
            : checkpoint.durationMillis();
    long uploadedBytes =
        checkpoint.tally().uploadedBytes() + (unfinished ? underWay(job, checkpoint, live) : 0);
    SlowestParts slowest = checkpoint.tally().slowest();
    return new CheckpointView(
        checkpoint.id().value(),
        checkpoint.kind().name(),
        checkpoint.status().name(),
        checkpoint.attempt().value(),
        checkpoint.base().value(),
        checkpoint.requestedWallMillis(),
        durationMillis,
        checkpoint.acks(),
        checkpoint.tally().local(),
        checkpoint.taskCount(),
        uploadedBytes,
        checkpoint.tally().stateBytes(),
        slowest.alignMillis(),
        slowest.localMillis(),
        slowest.uploadMillis(),
        reason(checkpoint),
        checkpoint.cause() == null
            ? null
            : CauseView.of(job.graphOf(checkpoint), checkpoint.cause()),
        checkpoint.savepoint() == null ? null : checkpoint.savepoint().name(),
        checkpoint.salvage().isEmpty() ? null : checkpoint.salvage(),
        FlinkNames.of(checkpoint, durationMillis, uploadedBytes, reason(checkpoint)),
        rows == null ? checkpoint.taskCount() : rows);
  }

  private static String reason(CheckpointState checkpoint) {
    if (checkpoint.abort() == null) {
      return "";
    }
    String name = checkpoint.abort().name();
    return checkpoint.detail().isEmpty() ? name : name + ": " + checkpoint.detail();
  }

  private static long underWay(JobState job, CheckpointState checkpoint, LiveProgress live) {
    long bytes = 0;
    for (int task = 0; task < checkpoint.taskCount(); task++) {
      if (!checkpoint.isAcked(task)) {
        bytes += live.uploaded(job.id(), checkpoint.id(), task);
      }
    }
    return bytes;
  }

  private static List<TaskView> rows(JobState job, CheckpointState checkpoint, LiveProgress live) {
    JobGraph graph = job.graphOf(checkpoint);
    List<TaskView> rows = new ArrayList<>();
    for (int task = 0; task < checkpoint.taskCount(); task++) {
      TaskProgress progress = checkpoint.tasks().get(task);
      if (progress == null && !checkpoint.status().isUnfinished()) {
        continue; // never reported, or a row that was dropped with age
      }
      rows.add(row(job, graph, checkpoint, task, progress, live));
    }
    return rows;
  }

  private static TaskView row(
      JobState job,
      JobGraph graph,
      CheckpointState checkpoint,
      int task,
      @Nullable TaskProgress progress,
      LiveProgress live) {
    boolean acked = progress != null && progress.isAcked();
    return new TaskView(
        task,
        graph.operatorOf(task).id(),
        graph.instanceOf(task),
        agentOf(job, checkpoint, task),
        progress == null ? "PENDING" : progress.phase().name(),
        since(checkpoint, progress),
        progress == null ? 0 : progress.stats().alignMillis(),
        progress == null ? 0 : progress.stats().localMillis(),
        progress == null ? 0 : progress.stats().uploadMillis(),
        progress != null && acked
            ? progress.stats().uploadedBytes()
            : live.uploaded(job.id(), checkpoint.id(), task),
        progress == null || progress.handle() == null ? 0 : progress.handle().stateBytes(),
        progress == null ? aligning(job, graph, checkpoint, task, live) : null);
  }

  private static @Nullable AligningView aligning(
      JobState job, JobGraph graph, CheckpointState checkpoint, int task, LiveProgress live) {
    return live.alignment(job.id(), checkpoint.id(), task)
        .filter(alignment -> graph.hasTask(alignment.awaitedTask()))
        .map(
            alignment ->
                new AligningView(
                    alignment.blockedChannels(),
                    alignment.inputChannels(),
                    graph.operatorOf(alignment.awaitedTask()).id()
                        + "/"
                        + graph.instanceOf(alignment.awaitedTask())))
        .orElse(null);
  }

  /** PENDING it is from the request on. */
  private static @Nullable Long since(CheckpointState checkpoint, @Nullable TaskProgress progress) {
    if (progress == null) {
      return checkpoint.requestedWallMillis();
    }
    return progress.sinceWallMillis() == 0 ? null : (Long) progress.sinceWallMillis();
  }

  /** The placement of an older attempt is not kept. */
  private static String agentOf(JobState job, CheckpointState checkpoint, int task) {
    AttemptState attempt = job.attempt();
    boolean same = attempt != null && attempt.number().equals(checkpoint.attempt());
    return same && attempt != null ? attempt.placement().get(task).agent().value() : "";
  }
}
