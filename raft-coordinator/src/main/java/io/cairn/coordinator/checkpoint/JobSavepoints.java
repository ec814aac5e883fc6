package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What savepoints and cuts on request mean to a job, besides those among its checkpoints.
 *
 * @param stop the savepoint that it is to stop with; null: none
 * @param origin the savepoint or checkpoint that it was submitted from; null: it began empty
 * @param scale the parallelism that it is to have, and those it had
 */
public record JobSavepoints(@Nullable Stop stop, @Nullable RestoreOrigin origin, JobScale scale) {
  /** Nothing. */
  public static final JobSavepoints NONE = new JobSavepoints(null, null);

  /** Never rescaled. */
  public JobSavepoints(@Nullable Stop stop, @Nullable RestoreOrigin origin) {
    this(stop, origin, JobScale.NONE);
  }

  /**
   * A person wants the job to stop with a savepoint. It outlives attempts.
   *
   * @param name empty: derived from the checkpoint's id
   * @param who wants it, as they call themselves
   */
  public record Stop(String name, String who) {}

  JobSavepoints withStop(Stop wanted) {
    return new JobSavepoints(wanted, origin, scale);
  }

  JobSavepoints withScale(JobScale now) {
    return new JobSavepoints(stop, origin, now);
  }

  /** Adds nothing for what older logs do not have. */
  void addTo(Hash64 hash) {
    if (stop != null) {
      hash.add("stop").add(stop.name()).add(stop.who());
    }
    if (origin != null) {
      origin.addTo(hash);
    }
    scale.addTo(hash);
  }
}
