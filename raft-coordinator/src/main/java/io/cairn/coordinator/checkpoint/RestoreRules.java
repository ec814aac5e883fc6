package io.cairn.coordinator.checkpoint;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A job is submitted from a cut, a savepoint or what the last job of its name left: which one it
 * is, and whether its state fits the graph.
 */
final class RestoreRules {
  private RestoreRules() {}

  /** What the job begins from, or why it cannot; neither when there is nothing to begin from. */
  record Resolved(@Nullable RestoreOrigin origin, Outcome.Code code, String why) {
    /** The job begins empty. */
    static final Resolved EMPTY = new Resolved(null, Outcome.Code.INVALID, "");

    static Resolved refused(Outcome.Code code, String why) {
      return new Resolved(null, code, why);
    }

    boolean isRefused() {
      return !why.isEmpty();
    }
  }

  static Resolved resolve(ClusterState state, JobSpec spec, RestoreWish wish) {
    JobId of = wish.job();
    if (of == null) {
      return continued(state, spec, wish);
    }
    JobState source = state.job(of);
    if (source == null) {
      return Resolved.refused(Outcome.Code.NOT_FOUND, "no " + of);
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
    return from("the savepoint", source, savepoint, spec.graph(), wish);
  }

  /** The newest cut of the last job of the name, else what that one had begun from. */
  private static Resolved continued(ClusterState state, JobSpec spec, RestoreWish wish) {
    JobState last = state.jobNamed(spec.name());
    List<CheckpointState> completed = last == null ? List.of() : last.completed();
    if (last != null && !completed.isEmpty()) {
      CheckpointState newest = completed.get(completed.size() - 1);
      return newest.kind() == CheckpointKind.FINAL
          ? Resolved.refused(
              Outcome.Code.CONFLICT,
              last.id()
                  + " of this name came to the end of its input, so there is nothing to continue;"
                  + " begin afresh, or choose another name")
          : from(
              "checkpoint " + newest.id() + " of " + last.id(), last, newest, spec.graph(), wish);
    }
    if (last != null && last.savepoints().foreign() != null) {
      return Resolved.refused(
          Outcome.Code.CONFLICT,
          last.id()
              + " of this name was restored from another cluster and has no completed checkpoint of"
              + " its own; restore it again, or begin afresh");
    }
    RestoreOrigin origin = last == null ? null : last.savepoints().origin();
    if (last != null && origin != null) {
      return asBefore(state, last, origin, spec, wish);
    }
    return wish.dropped().isEmpty()
        ? Resolved.EMPTY
        : Resolved.refused(
            Outcome.Code.INVALID, "no job of this name left any state that could be dropped");
  }

  /** The last job of the name had no cut of its own: what it began from is still the newest. */
  private static Resolved asBefore(
      ClusterState state, JobState last, RestoreOrigin origin, JobSpec spec, RestoreWish wish) {
    JobState source = state.job(origin.job());
    CheckpointState cut = source == null ? null : source.checkpoint(origin.savepoint());
    if (source == null || cut == null || cut.status() != CheckpointStatus.COMPLETED) {
      return Resolved.refused(
          Outcome.Code.CONFLICT,
          last.id()
              + " of this name completed no checkpoint, and what it began from, checkpoint "
              + origin.savepoint()
              + " of "
              + origin.job()
              + ", is gone; begin afresh, or from a savepoint");
    }
    TreeSet<String> dropped = new TreeSet<>(origin.dropped());
    dropped.addAll(wish.dropped());
    RestoreWish same = RestoreWish.continuing(List.copyOf(dropped));
    return from("checkpoint " + cut.id() + " of " + source.id(), source, cut, spec.graph(), same);
  }

  private static Resolved from(
      String what, JobState source, CheckpointState cut, JobGraph graph, RestoreWish wish) {
    String misfit = misfit(what, source.graphOf(cut), graph, wish);
    if (misfit != null) {
      return Resolved.refused(Outcome.Code.INVALID, misfit);
    }
    boolean taken = cut.kind() == CheckpointKind.SAVEPOINT && !source.status().isEnded();
    RestoreOrigin origin =
        new RestoreOrigin(source.id(), cut.id(), new TreeSet<>(wish.dropped()), taken);
    return new Resolved(origin, Outcome.Code.INVALID, "");
  }

  private static @Nullable String misfit(
      String what, JobGraph old, JobGraph graph, RestoreWish wish) {
    if (old.keyGroups() != graph.keyGroups()) {
      return what
          + " has "
          + old.keyGroups()
          + " key groups, the job has "
          + graph.keyGroups()
          + "; they must be equal";
    }
    for (String dropped : wish.dropped()) {
      if (old.operator(dropped) == null) {
        return "state of operator " + dropped + " cannot be dropped: " + what + " has none";
      }
    }
    for (OperatorNode node : old.operators()) {
      OperatorNode now = graph.operator(node.id());
      if (wish.dropped().contains(node.id())) {
        continue;
      }
      if (now == null) {
        return what
            + " has state of operator "
            + node.id()
            + ", which the job lacks; to go on without it, drop it by name";
      }
      if (now.kind() != node.kind()
          || (now.parallelism() != node.parallelism() && !wish.rescales())) {
        return "operator "
            + node.id()
            + " is a "
            + node.kind()
            + " of parallelism "
            + node.parallelism()
            + " in "
            + what
            + " and a "
            + now.kind()
            + " of "
            + now.parallelism()
            + " in the job; they must be equal, or its state dropped";
      }
    }
    return null;
  }

  /** Whether a job that has not ended begins from a cut of this one. */
  static boolean isOrigin(ClusterState state, JobId job) {
    for (JobState other : state.jobs().values()) {
      RestoreOrigin origin = other.savepoints().origin();
      if (origin != null
          && origin.job().equals(job)
          && !other.status().isEnded()
          && other.newestCompleted().isNone()) {
        return true;
      }
    }
    return false;
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
