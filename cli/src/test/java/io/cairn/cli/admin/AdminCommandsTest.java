package io.cairn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.CairnMain;
import io.cairn.process.ExitCode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class AdminCommandsTest {
  private static final String CLUSTER =
      """
      {"clusterId":"eaf583f8","id":"c1","leader":{"id":"c2","term":3,"admin":"127.0.0.1:7302"},
       "term":3,"appliedIndex":86,"stateHash":"00000000000000ff",
       "members":[{"id":"c1","raft":"h:1","session":"h:2","admin":"h:3","leader":false},
                  {"id":"c2","raft":"h:4","session":"h:5","admin":"h:6","leader":true}],
       "agents":[{"id":"a1","incarnation":2,"state":"REGISTERED","host":"h","port":7,
                  "slots":8,"usedSlots":4}]}
      """;
  private static final String JOBS =
      """
      {"jobs":[{"id":7,"name":"flight-delays","state":"RUNNING","attempt":2,"tasks":8,
        "runningTasks":8,"restarts":1,"reason":"","lastCompleted":12,"running":[13],
        "counts":{"completed":12,"aborted":1,"inProgress":1}}]}
      """;
  private static final String CHECKPOINTS =
      """
      {"counts":{"completed":12,"aborted":1,"inProgress":1},"checkpoints":[
        {"id":13,"kind":"PERIODIC","state":"EXECUTING","attempt":2,"requestedAt":1,
         "durationMillis":120,"acks":3,"local":8,"taskCount":8,"uploadedBytes":1536,
         "stateBytes":4096,"reason":"","tasks":8},
        {"id":12,"kind":"PERIODIC","state":"ABORTED","attempt":1,"requestedAt":1,
         "durationMillis":3101,"acks":4,"local":8,"taskCount":8,"uploadedBytes":0,
         "stateBytes":0,"reason":"TASK_LOST","tasks":8}]}
      """;

  private final InputStream keyboard = System.in;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RecordedApi api;

  @BeforeEach
  void start() throws Exception {
    api =
        new RecordedApi()
            .record("GET /api/v1/cluster", 200, CLUSTER)
            .record("GET /api/v1/jobs", 200, JOBS)
            .record("GET /api/v1/jobs/flight-delays/checkpoints?limit=20", 200, CHECKPOINTS)
            .record("POST /api/v1/jobs/flight-delays/stop", 200, "{}");
  }

  @AfterEach
  void stop() {
    System.setIn(keyboard);
    api.close();
  }

  private int run(String coordinators, String... args) {
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.add("--coordinators");
    all.add(coordinators);
    return line.execute(all.toArray(new String[0]));
  }

  @Test
  void leaderShowIsReadableByPeopleAndPrograms() {
    assertEquals(ExitCode.OK, run(api.address(), "leader", "show"));
    assertEquals("c2  term 3  admin 127.0.0.1:7302\n", out.toString());
    out.getBuffer().setLength(0);
    assertEquals(ExitCode.OK, run("http://" + api.address() + "/", "leader", "show", "-o", "json"));
    assertEquals("{\"id\":\"c2\",\"term\":3,\"admin\":\"127.0.0.1:7302\"}", compact());
  }

  @Test
  void checkpointsAreListedNewestFirst() {
    assertEquals(ExitCode.OK, run(api.address(), "checkpoint", "list", "flight-delays"));
    assertEquals(
        """
        12 completed, 1 aborted, 1 in progress
        ID  KIND      STATE      REQUESTED         ACKS  TIME     UPLOADED  STATE SIZE
        13  PERIODIC  EXECUTING  LONG AGO          3/8   120 ms   1.5 KiB   4.0 KiB
        12  PERIODIC  ABORTED    LONG AGO          4/8   3101 ms  0 B       0 B

        12 was aborted: TASK_LOST
        """,
        out.toString().replaceAll("[0-9]{5} d [0-9]{2} h ago", "LONG AGO        "));
  }

  @Test
  void stopDrainsUnlessToldToCancel() {
    assertEquals(ExitCode.OK, run(api.address(), "job", "stop", "flight-delays", "--yes"));
    assertTrue(api.asked().get(0).contains("\"mode\":\"drain\""), api.asked().toString());
    assertEquals(
        ExitCode.OK, run(api.address(), "job", "stop", "flight-delays", "--cancel", "--yes"));
    assertTrue(api.asked().get(1).contains("\"mode\":\"cancel\""), api.asked().toString());
  }

  @Test
  void aJobStopsWithASavepointByNameOrWithout() {
    assertEquals(
        ExitCode.OK, run(api.address(), "job", "stop", "flight-delays", "--savepoint=x", "--yes"));
    String named = api.asked().get(0);
    assertTrue(named.contains("\"mode\":\"savepoint\",\"savepoint\":\"x\""), named);
    assertEquals(
        ExitCode.OK, run(api.address(), "job", "stop", "flight-delays", "--savepoint", "-y"));
    String unnamed = api.asked().get(1);
    assertTrue(unnamed.contains("\"mode\":\"savepoint\"}"), unnamed);
    assertEquals(
        ExitCode.USAGE,
        run(api.address(), "job", "stop", "flight-delays", "--cancel", "--savepoint"));
  }

  @Test
  void savepointsAreTakenListedAndDeletedOnlyIfMeant() {
    String path = "/api/v1/jobs/flight-delays/savepoints";
    api.record("POST " + path, 200, "{\"checkpointId\":14}")
        .record("POST " + path + "/a/delete", 200, "{\"checkpointId\":14}")
        .record(
            "GET " + path,
            200,
            """
            {"savepoints":[{"name":"a","checkpointId":14,"kind":"SAVEPOINT","state":"COMPLETED",
             "requestedAt":1,"durationMillis":120,"acks":8,"tasks":8,"stateBytes":4096,
             "path":"jobs/7/savepoints/a-14","who":"ada"}]}
            """);
    assertEquals(ExitCode.OK, run(api.address(), "savepoint", "create", "flight-delays", "a"));
    assertTrue(api.asked().get(0).contains("\"name\":\"a\""), api.asked().toString());
    out.getBuffer().setLength(0);
    assertEquals(ExitCode.OK, run(api.address(), "savepoint", "list", "flight-delays"));
    assertEquals(
        """
        NAME  STATE      REQUESTED         ACKS  TIME    SIZE     BY
        a     COMPLETED  LONG AGO          8/8   120 ms  4.0 KiB  ada
        """,
        out.toString().replaceAll("[0-9]{5} d [0-9]{2} h ago", "LONG AGO        "));
    System.setIn(InputStream.nullInputStream());
    assertEquals(ExitCode.USAGE, run(api.address(), "savepoint", "delete", "flight-delays", "a"));
    assertTrue(err.toString().contains("give --yes"), err.toString());
    assertEquals(
        ExitCode.OK, run(api.address(), "savepoint", "delete", "flight-delays", "a", "--yes"));
  }

  @Test
  void checkpointsAreTriggeredAbortedPausedAndSettingsChanged() {
    String job = "/api/v1/jobs/flight-delays";
    api.record("POST " + job + "/checkpoints", 200, "{\"checkpointId\":14}")
        .record("POST " + job + "/checkpoints/14/abort", 200, "{}")
        .record("POST " + job + "/checkpointing/pause", 200, "{}")
        .record("POST " + job + "/checkpointing/resume", 200, "{}")
        .record("POST " + job + "/settings", 200, "{\"changeId\":1}");
    String at = api.address();
    assertEquals(ExitCode.OK, run(at, "checkpoint", "trigger", "flight-delays", "--full"));
    assertTrue(api.asked().get(0).contains("\"mode\":\"full\""), api.asked().toString());
    assertEquals(ExitCode.OK, run(at, "checkpoint", "abort", "flight-delays", "14", "--yes"));
    assertEquals(ExitCode.OK, run(at, "checkpoint", "pause", "flight-delays"));
    assertEquals(ExitCode.OK, run(at, "checkpoint", "resume", "flight-delays"));
    assertEquals(ExitCode.OK, run(at, "job", "set", "flight-delays", "retained=5"));
    String changed = api.asked().get(api.asked().size() - 1);
    assertTrue(changed.contains("\"settings\":{\"retained\":5}"), changed);
  }

  @Test
  void aProblemIsShownAsItsDetail() {
    assertEquals(ExitCode.FAILED, run(api.address(), "checkpoint", "list", "nope", "--limit=1"));
    String want = "cairn: no GET /api/v1/jobs/nope/checkpoints?limit=1 (" + api.address() + ")\n";
    assertEquals(want, err.toString());
  }

  @Test
  void aDeadOrLeaderlessCoordinatorIsPassedOver() throws Exception {
    try (RecordedApi leaderless = new RecordedApi().record("GET /api/v1/cluster", 503, "{}")) {
      String all = "127.0.0.1:1," + leaderless.address() + "," + api.address();
      assertEquals(ExitCode.OK, run(all, "leader", "show"));
    }
  }

  @Test
  void aHangingCoordinatorCostsLessThanTheBound() throws Exception {
    try (RecordedApi hanging = new RecordedApi().hang()) {
      long start = System.nanoTime();
      assertEquals(ExitCode.OK, run(hanging.address() + "," + api.address(), "leader", "show"));
      assertTrue(System.nanoTime() - start < AdminClient.BOUND.toNanos());
      assertEquals(1, hanging.asked().size());
    }
  }

  @Test
  void withNobodyReachableOneLineNamesEachAddress() {
    assertEquals(ExitCode.FAILED, run("127.0.0.1:1,127.0.0.1:2", "status"));
    assertEquals(
        "cairn: no coordinator answered within 4 s: 127.0.0.1:1: connection refused; "
            + "127.0.0.1:2: connection refused\n",
        err.toString());
  }

  private String compact() {
    return out.toString().replaceAll("\\s+", "");
  }
}
