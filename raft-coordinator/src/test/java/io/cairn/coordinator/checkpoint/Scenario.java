package io.cairn.coordinator.checkpoint;

import java.util.List;

/** A cluster that a test drives event by event, in readable steps. Owned by the test's thread. */
public final class Scenario {
  /** Where every task of {@link #running} is placed. */
  public static final Placement PLACE = new Placement(new AgentId("a1"), new Incarnation(1));

  private ClusterState state = ClusterState.empty();
  private Outcome last = Outcome.Accepted.WITHOUT_ID;

  /** A cluster with agents a1 (incarnation 1) and a2 (2). */
  public static Scenario bootstrapped() {
    return new Scenario()
        .then(new Event.Bootstrap("cluster-x"))
        .then(Samples.register("a1", "n1", 40))
        .then(Samples.register("a2", "n2", 40));
  }

  /** Besides, job 1 of the specification is submitted. */
  public static Scenario submitted(JobSpec spec) {
    return bootstrapped().then(new Event.SubmitJob("submit-1", spec));
  }

  /** Besides, its first attempt is DEPLOYING on a1. */
  public static Scenario deploying(JobSpec spec) {
    return submitted(spec).then(Samples.start(1, 0, 0, spec.graph().taskCount(), PLACE));
  }

  /** Besides, every task runs. */
  public static Scenario running(JobSpec spec) {
    return deploying(spec).allRunning(1);
  }

  /** Every task of job 1 reports RUNNING. */
  public Scenario allRunning(long attempt) {
    for (int task = 0; task < job().spec().graph().taskCount(); task++) {
      then(Samples.status(1, attempt, task, TaskPhase.RUNNING, 0));
    }
    return this;
  }

  /** Every task of job 1 acknowledges, with a segment of its own. */
  public Scenario allAcked(long attempt, long checkpoint) {
    for (int task = 0; task < job().spec().graph().taskCount(); task++) {
      then(
          Samples.ack(
              1,
              attempt,
              task,
              checkpoint,
              List.of(Samples.segment(checkpoint, attempt, "a1-" + task))));
    }
    return this;
  }

  /** A whole checkpoint of job 1 from its request to COMPLETED. */
  public Scenario completed(long attempt, long checkpoint) {
    return then(Samples.request(1, CheckpointKind.PERIODIC, ""))
        .allAcked(attempt, checkpoint)
        .then(Samples.durable(1, checkpoint));
  }

  /** Every source of job 1 reports its end. */
  public Scenario sourcesEnd(long attempt) {
    for (int task : job().spec().graph().sources()) {
      then(Samples.status(1, attempt, task, TaskPhase.END_OF_INPUT, 0));
    }
    return this;
  }

  /** Applies one event. */
  public Scenario then(Event event) {
    Step step = StateMachine.apply(state, new Batch(1, 1_000_000, List.of(event)));
    state = step.next();
    last = step.outcomes().get(0);
    return this;
  }

  /** Lets time pass. */
  public Scenario passing(long millis) {
    state = StateMachine.apply(state, new Batch(millis, 1_000_000, List.of())).next();
    return this;
  }

  /** The state now. */
  public ClusterState state() {
    return state;
  }

  /** What became of the last event. */
  public Outcome last() {
    return last;
  }

  /** Job 1. */
  public JobState job() {
    JobState job = state.job(new JobId(1));
    if (job == null) {
      throw new IllegalStateException("no job yet");
    }
    return job;
  }

  /** A checkpoint of job 1. */
  public CheckpointState checkpoint(long id) {
    CheckpointState checkpoint = job().checkpoint(new CheckpointId(id));
    if (checkpoint == null) {
      throw new IllegalStateException("no checkpoint " + id);
    }
    return checkpoint;
  }
}
