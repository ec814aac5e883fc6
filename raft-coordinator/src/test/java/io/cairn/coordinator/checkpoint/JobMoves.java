package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What agents, the leader and people would plausibly do next about one job. */
final class JobMoves {
  private final Random random;
  private final ClusterState state;
  private final JobState job;
  private final String requestId;

  JobMoves(Random random, ClusterState state, JobState job, String requestId) {
    this.random = random;
    this.state = state;
    this.job = job;
    this.requestId = requestId;
  }

  Event next() {
    Event ofPeople = new SavepointMoves(random).next(job, requestId);
    if (ofPeople != null) {
      return ofPeople;
    }
    Event ofScale = new ScaleMoves(random).next(job, requestId);
    if (ofScale != null) {
      return ofScale;
    }
    if (random.nextInt(400) == 0) {
      return new Event.StopJob(requestId, job.id(), StopMode.CANCEL);
    }
    if (random.nextInt(200) == 0) {
      return new Event.StopJob(requestId, job.id(), StopMode.DRAIN);
    }
    if (random.nextInt(25) == 0 && hasGarbage()) {
      return deletion();
    }
    if (random.nextInt(40) == 0) {
      return RandomSettings.change(random, job.id(), requestId);
    }
    return switch (job.status()) {
      case SUBMITTED, RESTARTING -> waiting();
      case DEPLOYING -> deploying();
      case RUNNING -> running();
      case SALVAGING -> salvaging();
      case STOPPING -> stopping();
      default -> hasGarbage() ? deletion() : aboutCheckpoints();
    };
  }

  private boolean hasGarbage() {
    return job.files().condemned().size() > 0 || !job.discardable().isEmpty();
  }

  private Event waiting() {
    AttemptState moved = job.attempt();
    if (moved != null && moved.status() == AttemptStatus.ENDED && random.nextInt(4) == 0) {
      return new RestartJob(requestId, job.id(), "ada");
    }
    return random.nextInt(3) == 0 ? start() : aboutCheckpoints();
  }

  private Event deploying() {
    int dice = random.nextInt(40);
    if (dice == 0) {
      return status(TaskPhase.FAILED, anyTask());
    }
    if (dice == 1) {
      return start();
    }
    if (dice < 4) {
      return status(TaskPhase.END_OF_INPUT, 0);
    }
    return status(TaskPhase.RUNNING, unreported());
  }

  private Event running() {
    int dice = random.nextInt(200);
    if (dice > 170 && dice <= 175 && canBeSalvaged()) {
      return lossOfAgent();
    }
    if (dice == 0) {
      return status(TaskPhase.FAILED, anyTask());
    }
    if (dice > 150
        && DrainRules.isToMove(state, job)
        && (job.unfinished().isEmpty() || dice > 195)) {
      return request(CheckpointKind.RELOCATION);
    }
    if (dice == 1) {
      return start();
    }
    if (dice < (job.draining() ? 40 : 4)) {
      int[] sources = job.spec().graph().sources();
      return status(TaskPhase.END_OF_INPUT, sources[random.nextInt(sources.length)]);
    }
    if (dice < 60
        && (job.unfinished().size() < job.policy().concurrency() || random.nextInt(5) == 0)) {
      return request(CheckpointKind.PERIODIC);
    }
    if (dice < 70) {
      return random.nextInt(3) == 0
          ? Samples.full(job.id().value(), requestId)
          : request(CheckpointKind.MANUAL);
    }
    return dice < 80 ? sink() : aboutCheckpoints();
  }

  /** Without this, losses and failures in a checkpoint that outlives them are few. */
  private boolean canBeSalvaged() {
    for (CheckpointState open : job.unfinished()) {
      boolean all = open.status().wantsAcks() && open.kind().isProgress();
      for (int task = 0; task < open.taskCount(); task++) {
        TaskProgress row = open.tasks().get(task);
        all &= row != null && row.phase() != SnapshotPhase.STARTED;
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  private Event lossOfAgent() {
    if (random.nextInt(3) == 0) {
      Event.TaskStatusUpdate said = (Event.TaskStatusUpdate) status(TaskPhase.FAILED, anyTask());
      return said.with(SalvageWait.OFFERED);
    }
    Placement host = job.attempt().placement().get(anyTask());
    return new Event.AgentLost(host.agent(), host.incarnation(), 10_000, false);
  }

  private Event stopping() {
    int dice = random.nextInt(60);
    if (dice == 59 && canBeSalvaged()) {
      return lossOfAgent();
    }
    if (dice == 0) {
      return status(TaskPhase.FAILED, anyTask());
    }
    if (dice == 1) {
      return start();
    }
    if (dice < 15) {
      return request(
          job.savepoints().stop() == null ? CheckpointKind.FINAL : CheckpointKind.FINAL_SAVEPOINT);
    }
    return dice < 30 ? sink() : aboutCheckpoints();
  }

  private Event salvaging() {
    int dice = random.nextInt(30);
    if (dice == 0) {
      return start();
    }
    if (dice == 3) {
      return new Event.StopJob(requestId, job.id(), StopMode.CANCEL);
    }
    List<CheckpointState> open = job.unfinished();
    boolean last = job.budget().failuresInRow() > job.policy().maxRestarts();
    if (dice < (last ? 15 : 3) && !open.isEmpty()) {
      CheckpointState one = open.get(random.nextInt(open.size()));
      long id = one.id().value();
      return random.nextBoolean()
          ? Samples.abort(job.id().value(), id, AbortReason.TASK_LOST)
          : Samples.status(
              job.id().value(), one.attempt().value(), anyTask(), TaskPhase.DECLINED, id);
    }
    return aboutCheckpoints();
  }

  private Event aboutCheckpoints() {
    List<CheckpointState> open = job.unfinished();
    if (open.isEmpty()) {
      return hasGarbage() ? deletion() : sink();
    }
    CheckpointState checkpoint = open.get(random.nextInt(open.size()));
    long id = checkpoint.id().value();
    long attempt = checkpoint.attempt().value();
    int dice = random.nextInt(100);
    if (dice < 2) {
      return dice == 0
          ? Samples.abort(job.id().value(), id, AbortReason.PERSON)
          : Samples.abortByPerson(job.id().value(), id, requestId);
    }
    if (dice < 8) {
      int blamed = random.nextInt(checkpoint.taskCount() + 2) - 1;
      return new Event.AbortCheckpoint(
          job.id(), checkpoint.id(), AbortReason.TIMEOUT, "why", blamed);
    }
    if (dice < 10) {
      return Samples.abort(job.id().value(), id, AbortReason.METADATA_FAILED);
    }
    if (checkpoint.status() == CheckpointStatus.COMMITTING) {
      return dice < 50 ? Samples.durable(job.id().value(), id) : sink();
    }
    int task = random.nextInt(checkpoint.taskCount());
    if (dice < 12) {
      return Samples.status(job.id().value(), attempt, task, TaskPhase.DECLINED, id);
    }
    if (dice < 35) {
      TaskPhase phase = random.nextBoolean() ? TaskPhase.STARTED : TaskPhase.LOCAL;
      return Samples.status(job.id().value(), attempt, task, phase, id);
    }
    if (random.nextInt(12) == 0) {
      return stranger(id, attempt, checkpoint);
    }
    return ack(checkpoint, unacked(checkpoint));
  }

  /** Right in all but the attempt or the task. */
  private Event stranger(long id, long attempt, CheckpointState checkpoint) {
    return random.nextBoolean()
        ? Samples.inlineAck(job.id().value(), attempt + 1, unacked(checkpoint), id)
        : Samples.inlineAck(job.id().value(), attempt, checkpoint.taskCount(), id);
  }

  private Event ack(CheckpointState checkpoint, int task) {
    long id = checkpoint.id().value();
    long attempt = checkpoint.attempt().value();
    if (random.nextInt(6) == 0) {
      return Samples.inlineAck(job.id().value(), attempt, task, id);
    }
    List<SegmentPath> segments = new ArrayList<>();
    segments.add(Samples.segment(id, attempt, "a-" + random.nextInt(2)));
    CheckpointState base = job.checkpoint(checkpoint.base());
    if (base != null) {
      for (SegmentPath path : base.segments().all()) {
        if (random.nextInt(3) == 0) {
          segments.add(path);
        }
      }
    }
    if (random.nextInt(10) == 0) {
      segments.add(strange());
    }
    return Samples.ack(job.id().value(), attempt, task, id, segments);
  }

  private SegmentPath strange() {
    List<SegmentPath> doomed = List.copyOf(job.files().condemned().all());
    return doomed.isEmpty() || random.nextBoolean()
        ? Samples.segment(1 + random.nextInt(20), 1, "a-1")
        : doomed.get(random.nextInt(doomed.size()));
  }

  private Event deletion() {
    List<SegmentPath> segments = new ArrayList<>(job.files().condemned().all());
    List<CheckpointId> ids = new ArrayList<>();
    for (CheckpointState checkpoint : job.discardable()) {
      ids.add(checkpoint.id());
    }
    if (random.nextInt(5) == 0) {
      segments.addAll(job.files().holders().keySet());
      job.retained().forEach(kept -> ids.add(kept.id()));
    }
    return new Event.FilesDeleted(job.id(), segments, ids);
  }

  private Event start() {
    List<AgentState> agents = new ArrayList<>();
    for (AgentState agent : state.agents().values()) {
      if (agent.mayHostMore() || random.nextInt(20) == 0) {
        agents.add(agent);
      }
    }
    List<Placement> placement = new ArrayList<>();
    int tasks = job.spec().graph().taskCount() + (random.nextInt(30) == 0 ? 1 : 0);
    for (int task = 0; task < tasks && !agents.isEmpty(); task++) {
      AgentState agent = agents.get(random.nextInt(agents.size()));
      placement.add(new Placement(agent.id(), agent.incarnation()));
    }
    long expected = job.newestCompleted().value() + (random.nextInt(10) == 0 ? 1 : 0);
    return new Event.StartAttempt(
        job.id(), job.attemptNumber(), new CheckpointId(expected), placement);
  }

  private Event request(CheckpointKind kind) {
    return Samples.request(job.id().value(), kind, kind == CheckpointKind.MANUAL ? requestId : "");
  }

  private Event sink() {
    int[] sinks = job.spec().graph().sinks();
    int task = sinks.length == 0 ? 0 : sinks[random.nextInt(sinks.length)];
    long id = Math.max(0, job.newestCompleted().value() - random.nextInt(10) / 7);
    return Samples.committed(job.id().value(), job.attemptNumber().value(), task, id);
  }

  private Event status(TaskPhase phase, int task) {
    return Samples.status(job.id().value(), job.attemptNumber().value(), task, phase, 0);
  }

  private int anyTask() {
    return random.nextInt(job.spec().graph().taskCount());
  }

  private int unreported() {
    AttemptState attempt = job.attempt();
    for (int task = 0; task < job.spec().graph().taskCount(); task++) {
      if (attempt != null && !attempt.tasks().contains(task)) {
        return task;
      }
    }
    return anyTask();
  }

  private static int unacked(CheckpointState checkpoint) {
    for (int task = 0; task < checkpoint.taskCount(); task++) {
      if (!checkpoint.isAcked(task)) {
        return task;
      }
    }
    return 0;
  }
}
