package io.cairn.chaos.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.chaos.Await;
import io.cairn.chaos.check.Round;
import io.cairn.chaos.nemesis.Nemesis;
import io.cairn.chaos.nemesis.NotHit;
import io.cairn.chaos.nemesis.Wound;
import io.cairn.chaos.scene.Chronicle;
import io.cairn.chaos.scene.LocalScene;
import io.cairn.chaos.workload.ChaosJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One fault after another, each from a whole cluster back to a whole cluster. Of one thread. */
final class Rounds {
  private static final Set<String> RUNNING = Set.of("REQUESTING", "EXECUTING", "COMMITTING");
  private static final int LONGEST_WOUND_MILLIS = 2_000;
  private static final int ONE_WOUND_IN = 4;

  private final LocalScene scene;
  private final Chronicle chronicle;
  private final Moments moments;
  private final List<Round> done = new ArrayList<>();

  Rounds(LocalScene scene, Chronicle chronicle) {
    this.scene = scene;
    this.chronicle = chronicle;
    this.moments = new Moments(scene);
  }

  List<Round> done() {
    return List.copyOf(done);
  }

  /**
   * Plays one round.
   *
   * @param jobs those that must outlive it
   * @return false when the cluster did not recover; nothing can follow then
   */
  boolean play(Nemesis nemesis, String moment, List<ChaosJob> jobs, Random random)
      throws Exception {
    Play play = new Play(nemesis, done.size() + 1);
    play.moment = moment;
    try {
      play.moment = moment + ": " + moments.reach(moment, jobs, random);
      play.flights = flights(jobs);
      play.jobs = jobs.stream().map(ChaosJob::name).toList();
      play.before = standing(jobs);
      strike(play, random);
    } catch (NotHit missed) {
      play.missed = String.valueOf(missed.getMessage());
      play.struck = chronicle.now();
      play.healed = play.struck;
    } catch (AssertionError | RuntimeException e) {
      play.trouble = String.valueOf(e.getMessage());
      play.healed = chronicle.now();
    } finally {
      scene.gates().openAll();
    }
    boolean recovered = play.trouble.isEmpty() && recovered(play, jobs);
    done.add(play.round(recovered ? chronicle.now() : -1));
    chronicle.add(
        "round", Map.of("round", play.number, "moment", play.moment, "trouble", play.trouble));
    return recovered;
  }

  private void strike(Play play, Random random) throws Exception {
    play.struck = chronicle.now();
    Wound wound = play.nemesis.strike(scene, random);
    try {
      play.evidence = wound.evidence();
      chronicle.addAt(
          play.struck, "fault", Map.of("name", play.nemesis.name(), "seen", play.evidence));
      scene.gates().openAll();
      if (wound.spares()) {
        for (Round.Flight flight : play.flights) {
          awaitDecided(flight);
        }
      } else if (random.nextInt(ONE_WOUND_IN) == 0) {
        LockSupport.parkNanos( // scheduled by time
            TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_WOUND_MILLIS)));
      }
    } finally {
      wound.heal();
      play.healed = chronicle.add("healed", Map.of("name", play.nemesis.name()));
    }
  }

  /** Every process serves, every job runs and completes another checkpoint. */
  private boolean recovered(Play play, List<ChaosJob> jobs) throws Exception {
    try {
      for (String name :
          Stream.of(scene.stores(), scene.coordinators(), scene.agents())
              .flatMap(List::stream)
              .toList()) {
        scene.awaitServing(name);
      }
      for (ChaosJob job : jobs) {
        job.awaitRunning();
      }
      for (ChaosJob job : jobs) {
        job.awaitCompletedAbove(newest(job));
      }
      List<Round.Flight> decided = new ArrayList<>();
      for (Round.Flight flight : play.flights) {
        decided.add(awaitDecided(flight));
      }
      play.flights = decided;
      play.after = standing(jobs);
      return true;
    } catch (AssertionError | RuntimeException e) {
      play.trouble = String.valueOf(e.getMessage());
      return false;
    }
  }

  private static long newest(ChaosJob job) {
    long[] newest = {0};
    Await.until(
        ChaosJob.BOUND,
        () -> {
          newest[0] = job.checkpoints().path(0).path("id").asLong();
          return true;
        },
        () -> "the checkpoints of " + job.name());
    return newest[0];
  }

  private static List<Round.Flight> flights(List<ChaosJob> jobs) throws InterruptedException {
    List<Round.Flight> flights = new ArrayList<>();
    for (ChaosJob job : jobs) {
      for (JsonNode row : job.checkpoints()) {
        if (RUNNING.contains(row.path("state").asText())) {
          flights.add(
              new Round.Flight(
                  job.name(),
                  job.id(),
                  row.path("id").asLong(),
                  row.path("acks").asInt(),
                  row.path("taskCount").asInt(),
                  ""));
        }
      }
    }
    return flights;
  }

  private Round.Flight awaitDecided(Round.Flight flight) {
    String[] outcome = {""};
    String path = "jobs/" + flight.jobId() + "/checkpoints/" + flight.checkpoint();
    Await.until(
        ChaosJob.BOUND,
        () -> {
          JsonNode view = scene.admin().get(path);
          String reason = view.path("cause").path("reason").asText();
          outcome[0] =
              reason.isEmpty() || reason.equals("null")
                  ? "COMPLETED"
                  : "ABORTED " + reason + ": " + view.path("cause").path("detail").asText();
          return !RUNNING.contains(view.path("state").asText());
        },
        () -> "a decision about checkpoint %d of %s".formatted(flight.checkpoint(), flight.job()));
    return new Round.Flight(
        flight.job(),
        flight.jobId(),
        flight.checkpoint(),
        flight.acks(),
        flight.tasks(),
        outcome[0]);
  }

  /** Of a job: its attempt, and how many of its checkpoints were aborted so far. */
  private record Standing(long attempt, long aborted) {}

  private static List<Standing> standing(List<ChaosJob> jobs) {
    List<Standing> all = new ArrayList<>();
    for (ChaosJob job : jobs) {
      Standing[] now = {new Standing(0, 0)};
      Await.until(
          ChaosJob.BOUND,
          () -> {
            JsonNode view = job.view();
            now[0] =
                new Standing(
                    view.path("attempt").asLong(), view.path("counts").path("aborted").asLong());
            return now[0].attempt() > 0;
          },
          () -> "the attempt of " + job.name());
      all.add(now[0]);
    }
    return all;
  }

  /** What is known of the present round. */
  private static final class Play {
    private final Nemesis nemesis;
    private final int number;
    private String moment = "";
    private String evidence = "";
    private String missed = "";
    private String trouble = "";
    private long struck;
    private long healed;
    private List<Round.Flight> flights = List.of();
    private List<String> jobs = List.of();
    private List<Standing> before = List.of();
    private List<Standing> after = List.of();

    Play(Nemesis nemesis, int number) {
      this.nemesis = nemesis;
      this.number = number;
    }

    Round round(long recovered) {
      List<Round.Attempts> both = new ArrayList<>();
      for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
        Standing was = before.get(i);
        Standing is = after.get(i);
        both.add(
            new Round.Attempts(
                jobs.get(i), was.attempt(), is.attempt(), is.aborted() - was.aborted()));
      }
      String note = missed.isEmpty() ? trouble : missed;
      return new Round(
          number,
          nemesis.name(),
          nemesis.blast(),
          note.isEmpty() ? moment : moment + " (" + note + ")",
          evidence,
          struck,
          healed,
          recovered,
          flights,
          both);
    }
  }
}
