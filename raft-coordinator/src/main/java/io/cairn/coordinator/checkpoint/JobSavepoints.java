package io.cairn.coordinator.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What savepoints and cuts on request mean to a job, besides those among its checkpoints.
 *
 * @param stop the savepoint that it is to stop with; null: none
 * @param origin the savepoint or checkpoint that it was submitted from; null: it began otherwise
 * @param scale the parallelism that it is to have, and those it had
 * @param foreign the checkpoint of another cluster that it began from; null: it began otherwise
 */
public record JobSavepoints(
    @Nullable Stop stop,
    @Nullable RestoreOrigin origin,
    JobScale scale,
    @Nullable ForeignCheckpoint foreign) {
  /** Nothing. */
  public static final JobSavepoints NONE = new JobSavepoints(null, null, JobScale.NONE, null);

  /** Never rescaled. */
  public JobSavepoints(@Nullable Stop stop, @Nullable RestoreOrigin origin) {
    this(stop, origin, JobScale.NONE, null);
  }

  /**
   * A person wants the job to stop with a savepoint. It outlives attempts.
   *
   * @param name empty: derived from the checkpoint's id
   * @param who wants it, as they call themselves
   */
  public record Stop(String name, String who) {}

  JobSavepoints withStop(Stop wanted) {
    return new JobSavepoints(wanted, origin, scale, foreign);
  }

  JobSavepoints withScale(JobScale now) {
    return new JobSavepoints(stop, origin, now, foreign);
  }

  /** When the job has a completed checkpoint of its own: where the other's files lie is past. */
  JobSavepoints withoutForeignHandles() {
    return foreign == null
        ? this
        : new JobSavepoints(stop, origin, scale, foreign.withoutHandles());
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
    if (foreign != null) {
      foreign.addTo(hash);
    }
  }
}
