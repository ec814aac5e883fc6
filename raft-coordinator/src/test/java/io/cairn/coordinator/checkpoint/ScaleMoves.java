package io.cairn.coordinator.checkpoint;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What people would plausibly do next with a job's parallelism, and by names used before. */
final class ScaleMoves {
  private final Random random;

  ScaleMoves(Random random) {
    this.random = random;
  }

  /** About one job; null: nothing now. */
  @Nullable Event next(JobState job, String requestId) {
    boolean waits = job.scale().wish() != null && job.status() == JobStatus.RUNNING;
    if (waits && random.nextInt(6) == 0) {
      return Samples.request(job.id().value(), CheckpointKind.RESCALE, "");
    }
    if (random.nextInt(job.status() == JobStatus.RUNNING ? 80 : 200) == 0) {
      TreeMap<String, Integer> operators = new TreeMap<>();
      if (random.nextInt(4) == 0) {
        operators.put("read", 1 + random.nextInt(3));
      }
      return new RescaleJob(requestId, job.id(), 1 + random.nextInt(3), operators, "ada");
    }
    return random.nextInt(250) == 0 ? new RestartJob(requestId, job.id(), "bob") : null;
  }

  Event submit(JobSpec spec, String requestId) {
    List<String> dropped = random.nextInt(5) == 0 ? List.of("read") : List.of();
    return new Event.SubmitJob(requestId, spec, RestoreWish.continuing(dropped));
  }
}
