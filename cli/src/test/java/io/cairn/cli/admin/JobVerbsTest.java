package io.cairn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.CairnMain;
import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class JobVerbsTest {
  private static final String PATH = "/api/v1/jobs/count";
  private static final String JOB =
      """
      {"id":7,"name":"count","state":"RUNNING","attempt":2,"tasks":6,"runningTasks":6,"restarts":0,
       "reason":"REASON","lastCompleted":12,"running":[],
       "counts":{"completed":12,"aborted":1,"inProgress":0},"checkpointing":"ON",
       "origin":{"jobId":3,"checkpointId":9,"dropped":[]},
       "operators":[{"id":"read","kind":"SOURCE","parallelism":4},
                    {"id":"write","kind":"SINK","parallelism":2}],
       "placement":[{"task":0,"operator":"read","instance":0,"agent":"a1","phase":"RUNNING"}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RecordedApi api;

  @BeforeEach
  void start() throws Exception {
    api =
        new RecordedApi()
            .record("GET " + PATH, 200, JOB.replace("REASON", ""))
            .record("POST " + PATH + "/rescale", 200, "{}")
            .record("POST " + PATH + "/restart", 200, "{}")
            .record("POST " + PATH + "/stop", 200, "{}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private int run(String... args) {
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(List.of("--coordinators", api.address()));
    return line.execute(all.toArray(new String[0]));
  }

  @Test
  void rescaleWaitsUntilTheJobHasWhatWasWanted() {
    assertEquals(
        ExitCode.OK, run("job", "rescale", "count", "--parallelism", "4", "--operator", "write=2"));
    String asked = api.asked().get(0);
    assertTrue(asked.contains("\"parallelism\":4,\"operators\":{\"write\":2}"), asked);
    assertEquals("job-7 count is RUNNING in attempt 2: read 4, write 2\n", out.toString());
  }

  @Test
  void aRescaleThatWasTakenBackEndsWithOneAndTheReason() {
    api.record("GET " + PATH, 200, JOB.replace("REASON", "not rescaled, for a reason"));
    assertEquals(ExitCode.FAILED, run("job", "rescale", "count", "--parallelism", "8"));
    assertTrue(out.toString().contains("reason: not rescaled, for a reason"), out.toString());
  }

  @Test
  void rescaleNeedsAParallelism() {
    assertEquals(ExitCode.USAGE, run("job", "rescale", "count"));
    assertTrue(err.toString().contains("--parallelism N"), err.toString());
  }

  @Test
  void showTellsStateOperatorsAndPlaces() {
    assertEquals(ExitCode.OK, run("job", "show", "count"));
    assertEquals(
        """
        job-7 count is RUNNING in attempt 2: read 4, write 2
        began from checkpoint 9 of job-3
        checkpoints: 12 completed (last 12), 1 aborted, 0 in progress; periodic ON

        TASK    AGENT  PHASE
        read/0  a1     RUNNING
        """,
        out.toString());
  }

  @Test
  void restartAndCancelSayWhatTheyMean() {
    assertEquals(ExitCode.OK, run("job", "restart", "count", "--yes"));
    assertTrue(api.asked().get(0).contains("\"who\":"), api.asked().toString());
    assertEquals(ExitCode.OK, run("job", "cancel", "count", "--yes"));
    assertTrue(api.asked().get(1).contains("\"mode\":\"cancel\""), api.asked().toString());
  }

  @Test
  void freshAndASavepointContradictEachOther() {
    assertEquals(
        ExitCode.USAGE,
        run("job", "submit", "no.jar", "--class", "X", "--fresh", "--from-savepoint", "a/b"));
    assertTrue(err.toString().contains("--fresh goes with neither"), err.toString());
  }
}
