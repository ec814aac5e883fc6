package io.cairn.simulation;

import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.CheckpointSchedule;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.Setting;
import io.cairn.coordinator.checkpoint.StopMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The one to three jobs of a run, each with a policy of its own, and what people do with them. */
final class Jobs {
  private final Cluster cluster;
  private final World world;
  private final Faults faults;
  private final People people;
  private final List<Event.SubmitJob> submissions = new ArrayList<>();
  private int requests;

  Jobs(Cluster cluster, People people) {
    this.cluster = cluster;
    this.world = cluster.world();
    this.faults = cluster.faults();
    this.people = people;
    int count = world.chance(0.5) ? 1 : 2 + world.random.nextInt(2);
    for (int i = 1; i <= count; i++) {
      Graph graph = new Graph(1 + world.random.nextInt(2), 1 + world.random.nextInt(2));
      submissions.add(new Event.SubmitJob("submit-" + i, graph.spec("job" + i, policy(i))));
    }
  }

  /** Of the third job, one that gives up early. */
  CheckpointPolicy policy(int number) {
    boolean patient = faults.coordinatorsOnly;
    boolean fragile = !patient && number == 3;
    return new CheckpointPolicy(
        world.delay(120, 900),
        patient ? 15_000 : world.delay(600, 8_000),
        world.chance(0.5) ? 0 : world.delay(1, 100),
        1 + world.random.nextInt(3),
        fragile ? 1 : 1_000,
        world.chance(0.5) ? 0 : world.delay(0, 300),
        patient ? 1 : 1 + world.random.nextInt(3),
        patient || world.chance(0.5) ? CheckpointPolicy.UNLIMITED : world.random.nextInt(3),
        world.chance(0.5) ? 0 : world.delay(1, 500),
        CheckpointPolicy.DEFAULT_RESTART_DOUBLINGS);
  }

  void start() {
    for (Event.SubmitJob submission : submissions) {
      world.after(
          world.delay(50 * World.MILLI, 800 * World.MILLI),
          cluster.eternal(),
          () -> submit(submission));
    }
  }

  private void submit(Event.SubmitJob submission) {
    if (named(submission.spec().name()) == null) {
      people.propose(submission);
      world.after(200 * World.MILLI, cluster.eternal(), () -> submit(submission));
    }
  }

  /** Those that are in the log, ended ones too. */
  List<JobState> known() {
    List<JobState> known = new ArrayList<>();
    cluster.ledger().state().jobs().values().forEach(known::add);
    return known;
  }

  /** The newest of that name, or null while it is not in the log. */
  JobState named(String name) {
    return cluster.ledger().state().jobNamed(name);
  }

  boolean areAllKnown() {
    return submissions.stream().allMatch(submission -> named(submission.spec().name()) != null);
  }

  /** One that is in the log, or null. */
  JobState any() {
    List<JobState> known = known();
    return known.isEmpty() ? null : known.get(world.random.nextInt(known.size()));
  }

  void stop(StopMode mode) {
    for (JobState job : known()) {
      stop(job, mode);
    }
  }

  void stop(JobState job, StopMode mode) {
    if (!job.status().isEnded()) {
      people.propose(new Event.StopJob("stop-" + mode + "-" + job.id(), job.id(), mode));
    }
  }

  /** Someone changes a setting, pauses or resumes. */
  void change(JobState job) {
    SortedMap<Setting, Long> values = new TreeMap<>();
    switch (world.random.nextInt(faults.coordinatorsOnly ? 6 : 9)) {
      case 0, 1 -> values.put(Setting.PAUSED, job.schedule().paused() ? 0L : 1L);
      case 2 -> values.put(Setting.INTERVAL_MILLIS, world.chance(0.5) ? 0 : world.delay(100, 900));
      case 3 -> values.put(Setting.RETAINED, 1L + world.random.nextInt(3));
      case 4 -> values.put(Setting.JITTER_MILLIS, world.delay(0, 500));
      case 5 -> values.put(Setting.MIN_PAUSE_MILLIS, world.delay(0, 100));
      case 6 -> values.put(Setting.TIMEOUT_MILLIS, world.delay(300, 8_000));
      case 7 -> values.put(Setting.MAX_CONCURRENT, 1L + world.random.nextInt(3));
      default -> values.put(Setting.TOLERABLE_FAILURES, world.random.nextInt(4) - 1L);
    }
    world.count("person changes " + values.firstKey().shown());
    change(job, values);
  }

  /** Periodic checkpoints are taken again, and no number of failures ends a job. */
  void restore() {
    for (JobState job : known()) {
      SortedMap<Setting, Long> values = new TreeMap<>(Map.of(Setting.INTERVAL_MILLIS, 300L));
      values.put(Setting.PAUSED, 0L);
      values.put(Setting.TOLERABLE_FAILURES, (long) CheckpointPolicy.UNLIMITED);
      values.put(Setting.TIMEOUT_MILLIS, 15_000L);
      boolean done = job.schedule().settings().entrySet().containsAll(values.entrySet());
      if (!done && !job.status().isEnded()) {
        change(job, values);
      }
    }
  }

  private void change(JobState job, SortedMap<Setting, Long> values) {
    requests++;
    people.propose(
        new Event.SettingsChanged(
            "settings-" + requests, job.id(), "someone", world.micros() / World.MILLI, values));
  }

  /** Whether people let it take periodic checkpoints. */
  static boolean isOn(JobState job) {
    return job.schedule().mode() == CheckpointSchedule.Mode.ON;
  }
}
