package io.cairn.chaos.harness;

import io.cairn.chaos.check.AcksOnce;
import io.cairn.chaos.check.CheckpointDecisions;
import io.cairn.chaos.check.CheckpointReader;
import io.cairn.chaos.check.FaultsHit;
import io.cairn.chaos.check.LeaderTerms;
import io.cairn.chaos.check.Liveness;
import io.cairn.chaos.check.Round;
import io.cairn.chaos.check.Undisturbed;
import io.cairn.chaos.check.Verdict;
import io.cairn.chaos.nemesis.Named;
import io.cairn.chaos.nemesis.Nemeses;
import io.cairn.chaos.nemesis.Nemesis;
import io.cairn.chaos.scene.Chronicle;
import io.cairn.chaos.scene.LocalScene;
import io.cairn.chaos.workload.ChaosJob;
import io.cairn.chaos.workload.Site;
import io.cairn.chaos.workload.Workload;
import io.cairn.chaos.workload.Workloads;
import io.cairn.process.history.HistoryEvent;
import io.cairn.process.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A whole run: a cluster, work, faults, and then the truth about it. Of one thread. */
public final class ChaosRun {
  /** With which the run ends: only a majority is healthy, and progress is required. */
  private static final String LAST = "kill-follower";

  private static final String LAST_NAME = "majority-only";

  private final ChaosOptions options;
  private final Path root;
  private final Consumer<String> progress;
  private final List<Workload> workloads = new ArrayList<>();
  private final long begun = System.nanoTime();

  /**
   * Makes a run that does nothing yet.
   *
   * @param root of the checkout
   * @param progress is told in a line what is being done
   */
  public ChaosRun(ChaosOptions options, Path root, Consumer<String> progress) {
    this.options = options;
    this.root = root;
    this.progress = progress;
  }

  /** Runs it to its end, whatever it finds; throws only when it could not begin. */
  public ChaosResult execute() throws Exception {
    Path keep = Files.createDirectories(options.keep().toAbsolutePath());
    Path work = Files.createTempDirectory("cairn-chaos-work-");
    try (Chronicle chronicle = Chronicle.begin(keep.resolve("chronicle.jsonl"));
        LocalScene scene = LocalScene.start(work, options.agents(), options.onHdfs(), progress)) {
      chronicle.add("run", Map.of("command", options.command()));
      CheckpointReader reader = new CheckpointReader(work);
      Rounds rounds = new Rounds(scene, chronicle);
      List<Verdict> verdicts = new ArrayList<>();
      boolean whole;
      try (Observers observers = new Observers(scene, chronicle, workloads, reader)) {
        startWorkloads(
            new Site(scene, work, chronicle, options.intervalMillis(), options.seed()), reader);
        observers.start();
        whole = strike(rounds);
        verdicts.addAll(finishWorkloads(whole));
      }
      EndState end = new EndState(scene, reader);
      verdicts.addAll(end.verdicts(whole));
      Map<String, List<HistoryEvent>> histories = histories(scene);
      KeptFiles.copy(scene, keep);
      List<Verdict> all = new ArrayList<>(judge(rounds.done(), histories, scene));
      all.addAll(verdicts);
      return new ChaosResult(
          options,
          rounds.done(),
          all,
          FaultsHit.count(asked(), rounds.done()),
          histories,
          chronicle,
          chronicle.now());
    } finally {
      KeptFiles.delete(work);
    }
  }

  private void startWorkloads(Site site, CheckpointReader reader) throws Exception {
    for (String name : options.workloads()) {
      progress.accept("starting the workload " + name);
      Workload workload = Workloads.named(name, reader, root);
      workload.start(site);
      workloads.add(workload);
    }
    for (ChaosJob job : jobs()) {
      job.awaitCompletedAbove(1); // so that state and incremental uploads are there
    }
  }

  private List<ChaosJob> jobs() {
    List<ChaosJob> jobs = new ArrayList<>();
    workloads.forEach(workload -> jobs.addAll(workload.jobs()));
    return jobs;
  }

  /** Rounds until the time is up; the last one leaves a majority. False: it did not recover. */
  private boolean strike(Rounds rounds) throws Exception {
    Random random = new Random(options.seed());
    long until =
        options.minutes() > 0
            ? begun + (long) (options.minutes() * TimeUnit.MINUTES.toNanos(1))
            : Long.MAX_VALUE;
    List<String> order = new ArrayList<>();
    while (System.nanoTime() < until
        && (options.rounds() == 0 || rounds.done().size() < options.rounds())) {
      if (order.isEmpty()) {
        order.addAll(options.nemeses());
        Collections.shuffle(order, random);
      }
      if (!play(rounds, order.remove(0), random)) {
        return false;
      }
    }
    Nemesis last = new Named(LAST_NAME, Nemeses.ofProcesses().named(LAST));
    return play(rounds, last, Moments.ACKS, random);
  }

  private boolean play(Rounds rounds, String spec, Random random) throws Exception {
    String[] parts = spec.split("@", 2);
    Nemesis nemesis = Nemeses.ofProcesses().named(parts[0]);
    String moment = parts.length == 2 ? parts[1] : Moments.drawn(nemesis.blast(), random);
    return play(rounds, nemesis, moment, random);
  }

  private boolean play(Rounds rounds, Nemesis nemesis, String moment, Random random)
      throws Exception {
    int number = rounds.done().size() + 1;
    progress.accept("round %d: %s at %s".formatted(number, nemesis.name(), moment));
    boolean whole = rounds.play(nemesis, moment, jobs(), random);
    Round last = rounds.done().get(number - 1);
    progress.accept(
        "round %d: %s; %s; %s"
            .formatted(
                number,
                last.hit() ? last.evidence() : "NOT HIT " + last.moment(),
                last.flights().stream()
                    .map(each -> each.job() + " " + each.checkpoint() + " " + each.outcome())
                    .toList(),
                whole
                    ? "recovered after " + (last.recovered() - last.healed()) + " ms"
                    : "NOT RECOVERED: " + last.moment()));
    return whole;
  }

  private List<Verdict> finishWorkloads(boolean whole) throws Exception {
    List<Verdict> verdicts = new ArrayList<>();
    for (Workload workload : workloads) {
      progress.accept("ending the workload " + workload.name());
      try {
        if (whole) {
          verdicts.addAll(workload.finish());
        }
      } catch (AssertionError | java.util.concurrent.ExecutionException | RuntimeException e) {
        verdicts.add(
            Verdict.of(
                workload.name() + " comes to its end", 1, List.of(String.valueOf(e.getMessage()))));
      }
    }
    return verdicts;
  }

  private List<Verdict> judge(
      List<Round> rounds, Map<String, List<HistoryEvent>> histories, LocalScene scene) {
    Map<String, List<HistoryEvent>> coordinators = new LinkedHashMap<>(histories);
    scene.agents().forEach(coordinators::remove);
    Map<String, List<HistoryEvent>> agents = new LinkedHashMap<>(histories);
    scene.everCoordinators().forEach(agents::remove);
    return List.of(
        FaultsHit.judge(asked(), rounds),
        Liveness.judge(rounds, ChaosJob.BOUND.toMillis()),
        Undisturbed.judge(rounds),
        CheckpointDecisions.judge(coordinators),
        LeaderTerms.judge(coordinators),
        AcksOnce.judge(agents));
  }

  private List<String> asked() {
    return options.nemeses().stream().map(spec -> spec.split("@", 2)[0]).distinct().toList();
  }

  private static Map<String, List<HistoryEvent>> histories(LocalScene scene) throws IOException {
    Map<String, List<HistoryEvent>> histories = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(scene.everCoordinators());
    names.addAll(scene.agents());
    for (String name : names) {
      histories.put(name, HistoryReader.read(scene.history(name)));
    }
    return histories;
  }
}
