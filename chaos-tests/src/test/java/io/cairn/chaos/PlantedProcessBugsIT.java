package io.cairn.chaos;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.chaos.harness.ChaosOptions;
import io.cairn.chaos.harness.ChaosResult;
import io.cairn.chaos.harness.ChaosRun;
import io.cairn.coordinator.replication.ReadAtOnce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bugs planted in real coordinators, each of which a run of the chaos harness must catch. */
@Tag("full")
class PlantedProcessBugsIT {
  private static final String COORDINATOR = "io.cairn.coordinator.";
  private static final Path ROOT = Path.of(System.getProperty("user.dir")).resolveSibling(".");

  @TempDir Path directory;

  /** What calls are replaced with. */
  public static final class Wrong {
    private Wrong() {}

    /** For a count of holders that is not looked at. */
    public static Object one(Object map, Object key, Object otherwise) {
      return 1;
    }
  }

  @Test
  void aFileThatIsDeletedOneCheckpointEarlyIsCaught() throws Exception {
    mustBeCaught(
        COORDINATOR + "checkpoint.JobFiles",
        MemberSubstitution.relaxed()
            .method(named("getOrDefault"))
            .replaceWith(Wrong.class.getMethod("one", Object.class, Object.class, Object.class))
            .on(named("minusHolders")),
        "every completed checkpoint restores",
        "--nemesis kill-follower@time --rounds 3 --workload sequence --seed 1");
  }

  /** A read asks whether its leader still leads; without that a fenced one goes on answering. */
  @Test
  void aFenceOfReadsThatIsDroppedIsCaught() throws Exception {
    mustBeCaught(
        COORDINATOR + "replication.LinearizableReads",
        Advice.to(ReadAtOnce.class).on(named("read")),
        "registers are linearizable",
        "--nemesis pause-leader@time --rounds 2 --workload registers --seed 1");
  }

  private void mustBeCaught(String name, AsmVisitorWrapper bug, String invariant, String line)
      throws Exception {
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
    words.addAll(List.of("--keep", directory.resolve("kept").toString()));
    ChaosResult result;
    try (PlantedClasses classes = PlantedClasses.in(directory.resolve("planted"))) {
      PlantedClasses unused = classes.plant(name, bug);
      result =
          new ChaosRun(ChaosOptions.parse(words), ROOT.normalize(), System.out::println).execute();
    }
    System.out.println(result.first());
    assertTrue(
        result.verdicts().stream()
            .anyMatch(each -> each.invariant().equals(invariant) && !each.holds()),
        () -> "not caught: " + result.verdicts());
  }
}
