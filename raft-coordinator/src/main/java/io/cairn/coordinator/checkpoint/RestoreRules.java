package io.cairn.coordinator.checkpoint;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A job is submitted from a savepoint: which one it is, and whether its state fits the graph. */
final class RestoreRules {
  private RestoreRules() {}

  /** Either of the two: what the job begins from, or why it cannot. */
  record Resolved(@Nullable RestoreOrigin origin, Outcome.Code code, String why) {
    static Resolved refused(Outcome.Code code, String why) {
      return new Resolved(null, code, why);
    }
  }

  static Resolved resolve(ClusterState state, JobGraph graph, RestoreWish wish) {
    JobState source = state.job(wish.job());
    if (source == null) {
      return Resolved.refused(Outcome.Code.NOT_FOUND, "no " + wish.job());
    }
    CheckpointState savepoint = SavepointRules.named(source, wish.savepoint());
    if (savepoint == null) {
      return Resolved.refused(
          Outcome.Code.NOT_FOUND, source.id() + " has no savepoint " + wish.savepoint());
    }
    if (savepoint.status() != CheckpointStatus.COMPLETED) {
      return Resolved.refused(
          Outcome.Code.CONFLICT,
          "savepoint " + wish.savepoint() + " is " + savepoint.status() + ", not COMPLETED yet");
    }
    String misfit = misfit(source.spec().graph(), graph, wish);
    if (misfit != null) {
      return Resolved.refused(Outcome.Code.INVALID, misfit);
    }
    boolean taken = savepoint.kind() == CheckpointKind.SAVEPOINT && !source.status().isEnded();
    RestoreOrigin origin =
        new RestoreOrigin(source.id(), savepoint.id(), new TreeSet<>(wish.dropped()), taken);
    return new Resolved(origin, Outcome.Code.INVALID, "");
  }

  private static @Nullable String misfit(JobGraph old, JobGraph graph, RestoreWish wish) {
    if (old.keyGroups() != graph.keyGroups()) {
      return "the savepoint has "
          + old.keyGroups()
          + " key groups, the job has "
          + graph.keyGroups()
          + "; they must be equal";
    }
    for (String dropped : wish.dropped()) {
      if (old.operator(dropped) == null) {
        return "state of operator " + dropped + " cannot be dropped: the savepoint has none";
      }
    }
    for (OperatorNode node : old.operators()) {
      OperatorNode now = graph.operator(node.id());
      if (wish.dropped().contains(node.id())) {
        continue;
      }
      if (now == null) {
        return "the savepoint has state of operator "
            + node.id()
            + ", which the job lacks; to go on without it, drop it by name";
      }
      if (now.kind() != node.kind() || now.parallelism() != node.parallelism()) {
        return "operator "
            + node.id()
            + " is a "
            + node.kind()
            + " of parallelism "
            + node.parallelism()
            + " in the savepoint and a "
            + now.kind()
            + " of "
            + now.parallelism()
            + " in the job; they must be equal, or its state dropped";
      }
    }
    return null;
  }

  /**
   * The job that still begins from the savepoint: while it has no completed checkpoint of its own,
   * each of its attempts restores that. Null when there is none.
   */
  static @Nullable JobState user(ClusterState state, JobId job, CheckpointId savepoint) {
    for (JobState other : state.jobs().values()) {
      RestoreOrigin origin = other.savepoints().origin();
      if (origin != null
          && origin.job().equals(job)
          && origin.savepoint().equals(savepoint)
          && !other.status().isEnded()
          && other.newestCompleted().isNone()) {
        return other;
      }
    }
    return null;
  }
}
