package io.cairn.chaos.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.chaos.nemesis.Blast;
import io.cairn.chaos.nemesis.Nemeses;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The command line of {@code bin/chaos}. */
class ChaosOptionsTest {
  @Test
  void theCommandThatRepeatsARunSaysTheSame() {
    ChaosOptions options =
        parse("--nemesis kill-leader@acks,kill-agent+pause-leader --minutes 1.5 --seed 7");
    String again = options.command().substring("bin/chaos ".length());

    ChaosOptions repeated = parse(again + " --keep " + options.keep());

    assertEquals(options, repeated);
  }

  @Test
  void everyFaultOfTheFullSuiteExists() {
    ChaosOptions full = parse("--suite full");
    assertTrue(full.onHdfs());
    assertEquals(full.nemeses().size(), full.rounds());
    full.nemeses().forEach(each -> assertEquals(each, Nemeses.ofProcesses().named(each).name()));
  }

  @Test
  void faultsTogetherMayHarmWhatEitherMay() {
    assertEquals(Blast.AGENTS, Nemeses.ofProcesses().named("kill-leader+kill-agent").blast());
    assertEquals(Blast.STORE, Nemeses.ofProcesses().named("kill-datanode+pause-leader").blast());
  }

  @Test
  void whatIsWrongIsNamed() {
    assertWrong("--nemesis kill-everyone", "no nemesis 'kill-everyone'; there are [kill-leader");
    assertWrong("--nemesis kill-leader@noon", "no moment 'noon'; there are [time, acks");
    assertWrong("--workload chess", "no workload 'chess'; there are [flight-delays");
    assertWrong("--seed many", "--seed needs a number, not 'many'");
    assertWrong("--seed", "--seed needs a value");
    assertWrong("--sede 5", "'--sede' is no option");
    assertWrong("--store tape", "--store is hdfs or file");
  }

  private static void assertWrong(String line, String words) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(line));
    assertTrue(String.valueOf(e.getMessage()).contains(words), e::getMessage);
  }

  private static ChaosOptions parse(String line) {
    return ChaosOptions.parse(Arrays.asList(line.split(" ", -1)));
  }
}
