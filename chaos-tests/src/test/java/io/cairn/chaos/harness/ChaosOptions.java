package io.cairn.chaos.harness;

import io.cairn.chaos.nemesis.Nemeses;
import io.cairn.chaos.workload.Workloads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a run shall be. Immutable.
 *
 * @param nemeses names, each with {@code @MOMENT} or without
 * @param minutes after its start no further round begins; 0: no bound
 * @param rounds after so many no further one begins; 0: no bound
 * @param intervalMillis between the checkpoints of each job
 * @param onHdfs whether the store is HDFS, else a directory
 * @param json file for the summary; empty: none
 * @param report file for the page; empty: none
 * @param keep directory for logs, histories and what clients saw
 */
public record ChaosOptions(
    List<String> nemeses,
    List<String> workloads,
    double minutes,
    int rounds,
    long seed,
    int agents,
    long intervalMillis,
    boolean onHdfs,
    String json,
    String report,
    Path keep) {

  static final String USAGE =
      """
      Usage: bin/chaos [options]

        --suite short|full   short (the default): six faults, a minute or two. full: every fault
                             against every workload, on HDFS
        --nemesis A,B+C,…    faults, in an order that is drawn; B+C: both at once; A@MOMENT: then
        --workload W,…       all of them at the same time
        --minutes M          so long after its start no further round begins
        --rounds N           so many rounds
        --seed N             repeats the choices of another run
        --agents N           default 3
        --interval MILLIS    between the checkpoints of each job; default 1000
        --store hdfs|file    where checkpoints go; default file for short, else hdfs
        --json FILE          a summary for programs
        --report FILE.html   a page for people
        --keep DIR           logs, histories; default chaos-tests/target/chaos/SEED

      Exit code 1, and first the invariant that broke, if one did or a fault was never hit.
      """;

  private static final List<String> SHORT_NEMESES =
      List.of(
          "kill-leader@acks",
          "kill-follower@acks",
          "pause-leader@acks",
          "transfer-storm@acks",
          "kill-agent@acks",
          "kill-all-coordinators@acks");
  private static final List<String> SHORT_WORKLOADS = List.of("bank", "sequence", "registers");
  private static final List<String> MIXES =
      List.of("kill-leader+kill-agent", "kill-all-coordinators+kill-all-agents");
  private static final int SEEDS = 1_000_000;

  /** Copies its lists. */
  public ChaosOptions {
    nemeses = List.copyOf(nemeses);
    workloads = List.copyOf(workloads);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException with one line that names what is wrong
   */
  public static ChaosOptions parse(List<String> words) {
    Words given = new Words(words);
    boolean full =
        switch (given.text("--suite", "short")) {
          case "short" -> false;
          case "full" -> true;
          default -> throw new IllegalArgumentException("--suite is short or full");
        };
    List<String> defaults = full ? everything() : SHORT_NEMESES;
    List<String> nemeses = given.list("--nemesis", defaults);
    List<String> workloads = given.list("--workload", full ? Workloads.NAMES : SHORT_WORKLOADS);
    nemeses.forEach(each -> check(each));
    workloads.forEach(
        each -> {
          if (!Workloads.NAMES.contains(each)) {
            throw new IllegalArgumentException(
                "no workload '" + each + "'; there are " + Workloads.NAMES);
          }
        });
    long seed = given.number("--seed", 1 + ThreadLocalRandom.current().nextInt(SEEDS));
    double minutes = given.decimal("--minutes", 0);
    int rounds = (int) given.number("--rounds", minutes > 0 ? 0 : nemeses.size());
    String store = given.text("--store", full ? "hdfs" : "file");
    if (!List.of("hdfs", "file").contains(store)) {
      throw new IllegalArgumentException("--store is hdfs or file, not '" + store + "'");
    }
    ChaosOptions options =
        new ChaosOptions(
            nemeses,
            workloads,
            minutes,
            rounds,
            seed,
            (int) given.number("--agents", 3),
            given.number("--interval", 1_000),
            store.equals("hdfs"),
            given.text("--json", ""),
            given.text("--report", ""),
            Path.of(given.text("--keep", "chaos-tests/target/chaos/" + seed)));
    given.requireAllRead();
    return options;
  }

  /** Every fault there is, and some at the same time. */
  private static List<String> everything() {
    List<String> all = new ArrayList<>(Nemeses.ofProcesses().names());
    all.addAll(MIXES);
    return all;
  }

  private static void check(String nemesis) {
    String[] parts = nemesis.split("@", 2);
    var unused = Nemeses.ofProcesses().named(parts[0]);
    if (parts.length == 2 && !Moments.names().contains(parts[1])) {
      throw new IllegalArgumentException(
          "no moment '" + parts[1] + "'; there are " + Moments.names());
    }
  }

  /** The command that repeats it. */
  public String command() {
    StringBuilder line = new StringBuilder("bin/chaos");
    line.append(" --nemesis ").append(String.join(",", nemeses));
    line.append(" --workload ").append(String.join(",", workloads));
    if (minutes > 0) {
      line.append(" --minutes ").append(minutes);
    }
    if (rounds > 0) {
      line.append(" --rounds ").append(rounds);
    }
    line.append(" --agents ").append(agents).append(" --interval ").append(intervalMillis);
    line.append(" --store ").append(onHdfs ? "hdfs" : "file");
    return line.append(" --seed ").append(seed).toString();
  }

  /** Options and their values, each of which must be read. */
  private static final class Words {
    private final List<String> left;

    Words(List<String> words) {
      left = new ArrayList<>(words);
    }

    String text(String option, String otherwise) {
      int at = left.indexOf(option);
      if (at < 0) {
        return otherwise;
      }
      if (at + 1 == left.size()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      left.remove(at);
      return left.remove(at);
    }

    List<String> list(String option, List<String> otherwise) {
      String text = text(option, "");
      return text.isEmpty() ? otherwise : Arrays.asList(text.split(",", -1));
    }

    long number(String option, long otherwise) {
      String text = text(option, Long.toString(otherwise));
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(option + " needs a number, not '" + text + "'", e);
      }
    }

    double decimal(String option, double otherwise) {
      String text = text(option, Double.toString(otherwise));
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(option + " needs a number, not '" + text + "'", e);
      }
    }

    void requireAllRead() {
      if (!left.isEmpty()) {
        throw new IllegalArgumentException("'" + left.get(0) + "' is no option; see --help");
      }
    }
  }
}
