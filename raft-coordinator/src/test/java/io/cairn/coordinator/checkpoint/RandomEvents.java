package io.cairn.coordinator.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Chooses the next event for a state: mostly what a healthy or failing cluster would do next,
 * partly a late, duplicate or foreign one. One per walk; owned by the walk's thread.
 */
final class RandomEvents {
  private static final int REMEMBERED = 64;

  private final Random random;
  private final List<Event> past = new ArrayList<>();
  private int counter;

  RandomEvents(long seed) {
    random = new Random(seed);
  }

  /** Elapsed time before the event: mostly little, sometimes enough for a timeout. */
  long elapsed() {
    return chance(3) ? 4_000 : random.nextInt(40);
  }

  Event next(ClusterState state) {
    Event event = choose(state);
    if (past.size() < REMEMBERED) {
      past.add(event);
    } else {
      past.set(random.nextInt(REMEMBERED), event);
    }
    return event;
  }

  private Event choose(ClusterState state) {
    if (!state.isBootstrapped()) {
      return chance(50) ? new Event.Bootstrap("cluster-1") : agent(state);
    }
    if (state.agents().size() < 2 || chance(2)) {
      return agent(state);
    }
    if (!past.isEmpty() && chance(8)) {
      return past.get(random.nextInt(past.size()));
    }
    if (chance(6)) {
      return foreign();
    }
    List<JobState> live = new ArrayList<>();
    for (JobState job : state.jobs().values()) {
      if (!job.status().isEnded() || chance(10)) {
        live.add(job);
      }
    }
    if (live.isEmpty() || (live.size() < 3 && chance(2))) {
      return submit(state);
    }
    return new JobMoves(random, state, live.get(random.nextInt(live.size())), "r" + counter++)
        .next();
  }

  private Event submit(ClusterState state) {
    String name = "job" + random.nextInt(4);
    JobSpec plain =
        switch (random.nextInt(3)) {
          case 0 -> Samples.sourceOnly(name);
          case 1 -> Samples.pipeline(name, 1);
          default -> Samples.pipeline(name, 2);
        };
    JobSpec spec =
        chance(40) ? plain : Samples.spec(name, plain.graph(), RandomSettings.policy(random));
    String requestId = "s" + random.nextInt(200);
    Event from =
        chance(40) ? new SavepointMoves(random).submit(state, spec, "f" + counter++) : null;
    if (from == null && chance(30)) {
      return new ScaleMoves(random).submit(spec, "n" + counter++);
    }
    return from != null ? from : new Event.SubmitJob(requestId, spec);
  }

  private Event agent(ClusterState state) {
    String name = "a" + (1 + random.nextInt(3));
    AgentState known = state.agent(new AgentId(name));
    if (known != null && chance(30)) {
      long shift = chance(20) ? random.nextInt(3) : 0;
      Incarnation lost = new Incarnation(known.incarnation().value() + shift);
      return new Event.AgentLost(known.id(), lost, salvage(), false);
    }
    if (known != null && chance(15)) {
      return new Event.AgentDraining(
          "d" + random.nextInt(200), known.id(), chance(40), "ada", random.nextInt(3));
    }
    String nonce = known == null || chance(30) ? "n" + random.nextInt(8) : known.nonce();
    int slots = chance(5) ? 0 : 12;
    return new Event.RegisterAgent(
        new AgentId(name), nonce, "127.0.0.1", chance(5) ? 0 : 4000, slots, salvage());
  }

  private SalvageWait salvage() {
    return chance(30)
        ? SalvageWait.NONE
        : new SalvageWait(SalvageWait.MAX_MILLIS, chance(50) ? 0 : SalvageWait.MIN_MILLIS);
  }

  /** Nonsense of every kind: what the state does not know, in any state. */
  private Event foreign() {
    long job = 1L + random.nextInt(6);
    long attempt = random.nextInt(5);
    int task = random.nextInt(9) - 1;
    long checkpoint = random.nextInt(12);
    return switch (random.nextInt(11)) {
      case 0 ->
          Samples.status(
              job, attempt, task, Coded.of(TaskPhase.class, 1 + random.nextInt(6)), checkpoint);
      case 1 -> Samples.inlineAck(job, attempt, task, checkpoint);
      case 2 ->
          Samples.ack(
              job,
              attempt,
              task,
              checkpoint,
              List.of(Samples.segment(checkpoint, attempt, "x-" + task)));
      case 3 -> Samples.durable(job, checkpoint);
      case 4 -> Samples.committed(job, attempt, task, checkpoint);
      case 5 -> Samples.abort(job, checkpoint, Coded.of(AbortReason.class, 1 + random.nextInt(8)));
      case 6 ->
          new Event.FilesDeleted(
              new JobId(job),
              List.of(Samples.segment(checkpoint, attempt, "a-0")),
              List.of(new CheckpointId(checkpoint)));
      case 8 -> RandomSettings.change(random, new JobId(job), "c" + random.nextInt(50));
      case 9 -> Samples.abortByPerson(job, checkpoint, "p" + random.nextInt(50));
      case 7 -> Samples.start(job, attempt, checkpoint, 3, Scenario.PLACE);
      default ->
          Samples.request(
              job, Coded.of(CheckpointKind.class, 1 + random.nextInt(6)), "r" + random.nextInt(50));
    };
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
