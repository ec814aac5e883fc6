package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What people would plausibly do next with savepoints. */
final class SavepointMoves {
  private static final List<String> NAMES = List.of("", "a", "b", "nightly", "savepoint-1");

  private final Random random;

  SavepointMoves(Random random) {
    this.random = random;
  }

  /** About one job; null: nothing now. */
  @Nullable Event next(JobState job, String requestId) {
    if (random.nextInt(150) == 0) {
      return new Event.StopJob(requestId, job.id(), StopMode.SAVEPOINT, name(), "ada");
    }
    if (random.nextInt(job.status() == JobStatus.RUNNING ? 20 : 300) == 0) {
      return Samples.savepoint(job.id().value(), name(), requestId);
    }
    List<String> kept = kept(job);
    if (random.nextInt(40) == 0 && !kept.isEmpty()) {
      String one = kept.get(random.nextInt(kept.size()));
      return new Event.SavepointDeleted(requestId, job.id(), one, "bob");
    }
    return random.nextInt(400) == 0
        ? new Event.SavepointDeleted(requestId, job.id(), name(), "bob")
        : null;
  }

  /** A job that begins from a savepoint, mostly with the graph that took it. */
  @Nullable Event submit(ClusterState state, JobSpec plain, String requestId) {
    List<Event> choices = new ArrayList<>();
    for (JobState job : state.jobs().values()) {
      for (String name : kept(job)) {
        JobSpec same = Samples.spec(plain.name(), job.spec().graph(), plain.policy());
        List<String> dropped = random.nextInt(4) == 0 ? List.of("read") : List.of();
        choices.add(
            new Event.SubmitJob(
                requestId,
                random.nextInt(5) == 0 ? plain : same,
                new RestoreWish(job.id(), name, dropped)));
      }
    }
    return choices.isEmpty() ? null : choices.get(random.nextInt(choices.size()));
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static List<String> kept(JobState job) {
    List<String> names = new ArrayList<>();
    for (CheckpointState checkpoint : job.checkpoints().values()) {
      if (checkpoint.savepoint() != null && !History.belongs(checkpoint)) {
        names.add(checkpoint.savepoint().name());
      }
    }
    return names;
  }
}
