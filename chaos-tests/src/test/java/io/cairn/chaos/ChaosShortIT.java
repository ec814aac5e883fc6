package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.chaos.harness.ChaosOptions;
import io.cairn.chaos.harness.ChaosResult;
import io.cairn.chaos.harness.ChaosRun;
import io.cairn.chaos.report.HtmlReport;
import io.cairn.chaos.report.JsonSummary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code bin/chaos} runs without options: a bank, sequences and registers, while coordinators
 * and agents die, stand still and hand leadership on.
 */
class ChaosShortIT {
  private static final String SEED_PROPERTY = "cairn.test.seed";
  private static final Path ROOT = Path.of(System.getProperty("user.dir")).resolveSibling(".");

  @TempDir Path keep;

  @Test
  void nothingIsViolatedAndEveryFaultIsHit() throws Exception {
    long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
    ChaosOptions options =
        ChaosOptions.parse(
            List.of("--suite", "short", "--seed", "" + seed, "--keep", keep.toString()));
    System.out.println(options.command());

    ChaosResult result = new ChaosRun(options, ROOT.normalize(), System.out::println).execute();

    assertEquals(0, result.violations(), () -> result.first() + "; seed " + seed);
    options
        .nemeses()
        .forEach(
            spec -> {
              String name = spec.split("@", 2)[0];
              assertTrue(
                  result.faultsHit().getOrDefault(name, 0) > 0, () -> name + " was never hit");
            });
    result
        .verdicts()
        .forEach(
            verdict ->
                assertTrue(
                    verdict.examined() > 0, () -> "nothing was examined: " + verdict.invariant()));
    assertTrue(JsonSummary.of(result).contains("\"violations\" : 0"));
    assertTrue(HtmlReport.of(result).contains("no violation"));
  }
}
