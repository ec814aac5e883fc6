package io.cairn.cli.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.CairnMain;
import io.cairn.cli.admin.RecordedApi;
import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
final class WatchCommandTest {
  private static final String CHECKPOINT =
      """
      {"id":13,"kind":"MANUAL","state":"%s","attempt":2,"base":12,"requestedAt":1,
       "durationMillis":900,"acks":1,"local":1,"taskCount":1,"uploadedBytes":1536,
       "stateBytes":4096,"reason":"%s","tasks":[{"task":0,"operator":"count","instance":0,
       "agent":"a1","phase":"ACKED","alignMillis":1,"localMillis":2,"uploadMillis":3,
       "uploadedBytes":1536,"stateBytes":4096}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RecordedApi api;

  @BeforeEach
  void start() throws Exception {
    api =
        new RecordedApi()
            .record("POST /api/v1/jobs/words/checkpoints", 200, "{\"checkpointId\":13}");
    api.record(
        "GET /api/v1/cluster?consistency=stale",
        200,
        "{\"leader\":{\"id\":\"c1\",\"admin\":\"" + api.address() + "\"}}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private int run(String... args) {
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--coordinators";
    all[args.length + 1] = api.address();
    return line.execute(all);
  }

  private void is(String state, String reason) {
    api.record("GET /api/v1/jobs/words/checkpoints/13", 200, CHECKPOINT.formatted(state, reason));
  }

  @Test
  void aCompletedOneEndsWithZeroAndPlainLines() {
    is("COMPLETED", "");
    assertEquals(ExitCode.OK, run("checkpoint", "watch", "words", "13"));
    assertEquals(
        """
        13 COMPLETED  1/1 acked, 1 local, 1.5 KiB, 900 ms
        #13 of words COMPLETED after 900 ms: 1.5 KiB uploaded, state 4.0 KiB
        """,
        out.toString());
  }

  @Test
  void anAbortedOneEndsWithOneAndTheReason() {
    is("ABORTED", "TIMEOUT: after 5 s");
    api.record("GET /api/v1/jobs/words", 200, "{\"running\":[13],\"state\":\"RUNNING\"}");
    assertEquals(ExitCode.FAILED, run("checkpoint", "watch", "words"));
    assertTrue(out.toString().contains("#13 of words ABORTED after 900 ms: TIMEOUT: after 5 s\n"));
  }

  @Test
  void withoutOneInProgressItWaitsAndSaysForWhat() {
    api.record(
        "GET /api/v1/jobs/words",
        200,
        "{\"running\":[],\"state\":\"RUNNING\",\"checkpointing\":\"PAUSED\"}");
    assertEquals(ExitCode.FAILED, run("checkpoint", "watch", "words", "--timeout", "0"));
    assertTrue(err.toString().contains("has begun within 0 s"), err.toString());
  }

  @Test
  void triggerWaitsWhenToldTo() {
    is("COMPLETED", "");
    assertEquals(ExitCode.OK, run("checkpoint", "trigger", "words", "--wait", "-o", "json"));
    assertTrue(out.toString().startsWith("{\"id\":13,"), out.toString());
    assertEquals(1, out.toString().lines().count());
  }

  @Test
  void aRefusalOrSilenceEndsItAtOnce() {
    assertEquals(ExitCode.FAILED, run("checkpoint", "watch", "words", "99"));
    assertTrue(err.toString().startsWith("cairn: no GET /api/v1/jobs/words/checkpoints/99"));
    api.close();
    assertEquals(ExitCode.FAILED, run("checkpoint", "watch", "words", "13"));
    assertTrue(err.toString().contains("connection refused"), err.toString());
  }

  @Test
  void showTellsWhereEachTaskIs() {
    is("ABORTED", "DECLINED: disk full");
    assertEquals(ExitCode.OK, run("checkpoint", "show", "words", "13"));
    assertEquals(
        """
        checkpoint 13 of words: ABORTED, MANUAL, attempt 2, base 12
        requested  1970-01-01T00:00:00Z (LONG ago)
        progress   1/1 acked, 1 local, after 900 ms
        size       4.0 KiB, uploaded 1.5 KiB
        aborted    DECLINED: disk full

        TASK     AGENT  PHASE  ALIGN  LOCAL  UPLOAD  UPLOADED  STATE SIZE
        count/0  a1     ACKED  1 ms   2 ms   3 ms    1.5 KiB   4.0 KiB
        """,
        out.toString().replaceAll("[0-9]+ d [0-9]+ h ago", "LONG ago"));
  }
}
