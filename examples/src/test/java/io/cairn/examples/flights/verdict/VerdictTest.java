package io.cairn.examples.flights.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.examples.flights.JobRun;
import io.cairn.examples.flights.verdict.Difference.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of the job's own code over the real input is exact; each planted fault is caught. */
class VerdictTest {
  private static final Path CSV = Path.of("data/flights-2001-20k.csv");
  private static final int REPEAT = 2;
  private static ExpectedResults expected;
  private static List<String> lines;

  @TempDir Path directory;

  @BeforeAll
  static void runTheJobsCode() throws Exception {
    expected = ExpectedResults.of(CSV, REPEAT, false);
    lines = JobRun.linesOf(CSV, REPEAT, new Random(7));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyOrderOfTheFlightsIsExact(long seed) throws Exception {
    System.out.println("seed " + seed);

    Verdict verdict = judge(JobRun.linesOf(CSV, REPEAT, new Random(seed)));

    assertEquals(List.of(), verdict.first());
    assertTrue(verdict.exact());
    assertEquals(2 * 2 * 20_000, verdict.updates());
    assertEquals(220 + 2_977, verdict.keys());
    assertEquals(220 + 2_977, verdict.finals());
    assertEquals("exact: 80,000 of 80,000 records, 3,197 of 3,197 keys", verdict.summary());
  }

  @Test
  void theOrderAndTheFilesOfTheLinesDoNotMatter() throws Exception {
    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(11));
    int half = shuffled.size() / 2;
    Files.write(directory.resolve("b.txt"), shuffled.subList(0, half));
    Files.write(directory.resolve("a.txt"), shuffled.subList(half, shuffled.size()));
    Files.writeString(directory.resolve(".a.txt.crc"), "a checksum of the local filesystem");

    CommittedOutput committed = CommittedOutput.read(OutputFiles.local(directory));

    assertEquals(2, committed.files());
    assertTrue(Verdict.of(expected, committed).exact());
  }

  @Test
  void nothingCommittedIsEverythingMissing() throws Exception {
    Verdict verdict =
        Verdict.of(
            expected, CommittedOutput.read(OutputFiles.local(directory.resolve("not-there"))));

    assertFalse(verdict.exact());
    assertEquals(Map.of(Kind.MISSING, 80_000L + 3_197), verdict.counts());
    assertEquals(Verdict.DIFFERENCES_KEPT, verdict.first().size());
  }

  @Test
  void aGapIsMissing() throws Exception {
    Verdict verdict = judge(changed("update,airport,DFW,17,", line -> null));

    assertEquals(
        List.of(new Difference(Kind.MISSING, "airport DFW: sequence 17")), verdict.first());
    assertEquals(
        "NOT exact: 79,999 of 80,000 records, 3,197 of 3,197 keys; 1 missing", verdict.summary());
  }

  @Test
  void aLostTailIsMissing() throws Exception {
    List<String> cut = new ArrayList<>(lines);
    cut.removeIf(line -> line.matches("update,airport,DFW,(2205|2206),.*"));

    assertEquals(
        List.of(new Difference(Kind.MISSING, "airport DFW: sequences 2205 to 2206")),
        judge(cut).first());
  }

  @Test
  void aLineCommittedTwiceIsADuplicate() throws Exception {
    Verdict verdict = judge(changed("update,airport,DFW,17,", line -> line + "\n" + line));

    assertEquals(
        List.of(new Difference(Kind.DUPLICATE, "airport DFW: sequence 17")), verdict.first());
  }

  @Test
  void aRecordProcessedAgainAfterARestartIsADuplicateWithOtherValues() throws Exception {
    Verdict verdict =
        judge(changed("update,airport,DFW,17,", l -> l + "\nupdate,airport,DFW,17,9999,9999,9"));

    assertEquals(Map.of(Kind.DUPLICATE, 1L), verdict.counts());
    assertEquals("airport DFW: sequence 17 with other values", verdict.first().get(0).detail());
  }

  @Test
  void aRecordCountedTwiceIsUnexpected() throws Exception {
    List<String> more = new ArrayList<>(lines);
    more.add("update,airport,DFW,2207,0,0,0");

    Verdict verdict = judge(more);

    assertEquals(Map.of(Kind.UNEXPECTED, 1L), verdict.counts());
    assertEquals(
        "airport DFW: sequence 2207, the input has 1 to 2206", verdict.first().get(0).detail());
  }

  @Test
  void aWrongRunningValueBreaksTheChainBeforeAndAfterIt() throws Exception {
    Verdict total = judge(changed("update,airport,DFW,17,", line -> field(line, 5, 1)));
    Verdict late = judge(changed("update,airport,DFW,17,", line -> field(line, 6, 1)));

    assertEquals(Map.of(Kind.BROKEN_CHAIN, 2L), total.counts());
    assertEquals(Map.of(Kind.BROKEN_CHAIN, 2L), late.counts());
    assertTrue(
        total.first().get(0).detail().startsWith("airport DFW: total at sequence 17 is "),
        total.first().get(0).detail());
  }

  @Test
  void anotherFlightWithAnUnbrokenChainIsStillCaught() throws Exception {
    // The last one of the key, so that no total follows; it stays late or stays not late.
    Verdict verdict =
        judge(
            changed(
                "update,airport,DFW,2206,",
                line -> {
                  long more = Long.parseLong(line.split(",", -1)[4]) > 15 ? 9_000 : -9_000;
                  return field(field(line, 4, more), 5, more);
                }));

    assertEquals(Map.of(Kind.MISSING, 1L, Kind.UNEXPECTED, 1L), verdict.counts());
  }

  @Test
  void aWrongOrMissingOrRepeatedFinalLineIsCaught() throws Exception {
    Verdict wrong = judge(changed("final,airport,DFW,", line -> field(line, 5, 1)));
    Verdict missing = judge(changed("final,airport,DFW,", line -> null));
    Verdict twice = judge(changed("final,airport,DFW,", line -> line + "\n" + line));

    assertEquals(Map.of(Kind.FINAL_MISMATCH, 1L), wrong.counts());
    assertEquals(
        List.of(new Difference(Kind.MISSING, "airport DFW: the final line")), missing.first());
    assertEquals(Map.of(Kind.DUPLICATE, 1L), twice.counts());
  }

  @Test
  void aStrangeKeyAndAStrangeLineAreUnexpected() throws Exception {
    List<String> more = new ArrayList<>(lines);
    more.add("update,airport,XYZ,1,5,5,0");
    more.add("update,airport,DF");

    Verdict verdict = judge(more);

    assertEquals(Map.of(Kind.UNEXPECTED, 2L), verdict.counts());
    assertEquals(
        List.of(
            "airport XYZ: a key that the input does not have",
            "memory:83199: no line of this job: 'update,airport,DF'"),
        verdict.first().stream().map(Difference::detail).toList());
  }

  private static Verdict judge(List<String> lines) throws IOException {
    byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return Verdict.of(
        expected,
        CommittedOutput.read(reader -> reader.read("memory", new ByteArrayInputStream(content))));
  }

  /** All lines, the one that begins so changed; it must be there. */
  private static List<String> changed(String prefix, UnaryOperator<String> change) {
    List<String> changed = new ArrayList<>();
    int found = 0;
    for (String line : lines) {
      if (line.startsWith(prefix)) {
        found++;
        String other = change.apply(line);
        if (other != null) {
          changed.add(other);
        }
      } else {
        changed.add(line);
      }
    }
    assertEquals(1, found, "lines that begin with " + prefix);
    return changed;
  }

  private static String field(String line, int field, long more) {
    String[] fields = line.split(",", -1);
    fields[field] = String.valueOf(Long.parseLong(fields[field]) + more);
    return String.join(",", fields);
  }
}
