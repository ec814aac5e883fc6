package io.cairn.chaos.harness;

import io.cairn.chaos.report.HtmlReport;
import io.cairn.chaos.report.JsonSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code bin/chaos}. */
public final class ChaosMain {
  private static final int BROKEN = 1;
  private static final int USAGE = 2;

  private ChaosMain() {}

  /** Ends with exit code 0, 1 when an invariant broke, or 2. */
  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
      System.out.print(ChaosOptions.USAGE);
      return;
    }
    int code;
    try {
      code = run(ChaosOptions.parse(List.of(args)));
    } catch (IllegalArgumentException e) {
      System.err.println("chaos: " + e.getMessage());
      code = USAGE;
    }
    System.exit(code);
  }

  private static int run(ChaosOptions options) throws Exception {
    System.out.println(options.command());
    LiveLine line = new LiveLine();
    Path root = Path.of(System.getProperty("cairn.home", "")).toAbsolutePath();
    ChaosResult result = new ChaosRun(options, root, line::show).execute();
    line.end();
    write(result);
    if (result.violations() > 0) {
      System.out.println(result.first());
    }
    result
        .verdicts()
        .forEach(
            verdict ->
                System.out.printf(
                    "%s  %s (%d examined)%s%n",
                    verdict.holds() ? "ok     " : "BROKEN ",
                    verdict.invariant(),
                    verdict.examined(),
                    verdict.note().isEmpty() ? "" : ": " + verdict.note()));
    System.out.println("faults hit: " + result.faultsHit());
    System.out.println("logs and histories: " + options.keep());
    System.out.printf(
        "%d violations in %d rounds, %d s%n",
        result.violations(), result.rounds().size(), result.millis() / 1_000);
    return result.violations() == 0 ? 0 : BROKEN;
  }

  private static void write(ChaosResult result) throws IOException {
    String json = JsonSummary.of(result);
    Files.writeString(result.options().keep().resolve("summary.json"), json);
    if (!result.options().json().isEmpty()) {
      Files.writeString(Path.of(result.options().json()), json);
    }
    String page = HtmlReport.of(result);
    Files.writeString(result.options().keep().resolve("report.html"), page);
    if (!result.options().report().isEmpty()) {
      Files.writeString(Path.of(result.options().report()), page);
    }
  }
}
