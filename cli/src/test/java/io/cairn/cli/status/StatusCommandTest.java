package io.cairn.cli.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.cli.CairnMain;
import io.cairn.cli.admin.RecordedApi;
import io.cairn.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class StatusCommandTest {
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
        "counts":{"completed":12,"aborted":1,"inProgress":1},"checkpointing":"ON"}]}
      """;
  private static final String HEALTH =
      """
      {"status":"ok","leader":"c2","term":3,"index":86,"stateHash":"00000000000000ff","members":[
        {"id":"c1","raft":"h:1","session":"h:2","admin":"h:3","role":"FOLLOWER","verdict":"OK",
         "term":3,"appliedIndex":86,"lastLogIndex":86,"lag":0,"stateHash":"ff","detail":""},
        {"id":"c2","raft":"h:4","session":"h:5","admin":"h:6","role":"LEADER","verdict":"OK",
         "term":3,"appliedIndex":86,"lastLogIndex":86,"lag":0,"stateHash":"ff","detail":""}]}
      """;
  private static final String LIST =
      """
      {"counts":{"completed":12,"aborted":1,"inProgress":1},"checkpoints":[
        {"id":13,"kind":"PERIODIC","state":"EXECUTING","attempt":2,"requestedAt":1,
         "durationMillis":120,"acks":3,"local":8,"taskCount":8,"reason":"","tasks":8},
        {"id":12,"kind":"PERIODIC","state":"COMPLETED","attempt":2,"requestedAt":%d,
         "durationMillis":900,"acks":8,"local":8,"taskCount":8,"stateBytes":4096,"reason":"",
         "tasks":8}]}
      """;
  private static final String RUNNING =
      """
      {"id":13,"kind":"PERIODIC","state":"EXECUTING","requestedAt":1,"durationMillis":120,
       "acks":3,"local":8,"taskCount":8,"reason":"","tasks":[]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RecordedApi api;

  @BeforeEach
  void start() throws Exception {
    api = new RecordedApi();
    confirmed("");
  }

  private void confirmed(String suffix) {
    String job = "GET /api/v1/jobs/7/checkpoints";
    long requested = System.currentTimeMillis() - 62_000;
    String further = suffix.isEmpty() ? "" : suffix.replace('?', '&');
    api.record("GET /api/v1/cluster" + suffix, 200, CLUSTER)
        .record("GET /api/v1/jobs" + suffix, 200, JOBS)
        .record("GET /api/v1/health" + suffix, 200, HEALTH)
        .record("GET /api/v1/members" + suffix, 200, HEALTH)
        .record(job + "?limit=20" + further, 200, LIST.formatted(requested))
        .record(job + "/13" + suffix, 200, RUNNING);
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

  @Test
  void oneScreenShowsLeaderAlarmsMembersAgentsAndJobs() {
    assertEquals(ExitCode.OK, run("status"), err.toString());
    assertEquals(
        """
        cluster eaf583f8  leader c2  term 3  NOW
        Nothing needs attention.

        COORDINATOR  ROLE      STATE  LOG  APPLIED  LAG  STATE HASH
        c1           FOLLOWER  OK     86   86       0    ff
        c2           LEADER    OK     86   86       0    ff

        AGENT  STATE       SLOTS   INCARNATION  ADDRESS
        a1     REGISTERED  4 of 8  2            h:7

        JOB            STATE    TASKS  IN PROGRESS     LAST CHECKPOINT
        flight-delays  RUNNING  8/8    #13 3/8 120 ms  #12 1 min XX s ago, took 900 ms
        """,
        out.toString()
            .replaceAll("20[0-9-]+T[0-9:]+Z", "NOW")
            .replaceAll("1 min [0-9]{2} s ago", "1 min XX s ago"));
  }

  @Test
  void jsonHasItsDocumentedKeys() throws Exception {
    assertEquals(ExitCode.OK, run("status", "-o", "json"), err.toString());
    JsonNode json = new ObjectMapper().readTree(out.toString());
    StringBuilder keys = new StringBuilder();
    json.fieldNames().forEachRemaining(name -> keys.append(name).append(' '));
    assertEquals("complete problems alarms cluster members jobs checkpoints ", keys.toString());
    assertEquals(12, json.path("checkpoints").get(0).path("last").path("id").asInt());
    assertEquals(13, json.path("checkpoints").get(0).path("running").path("id").asInt());
  }

  @Test
  void withoutAMajorityItShowsWhatOneKnowsAndSaysSo() {
    for (String path : new String[] {"cluster", "jobs", "health"}) {
      api.record("GET /api/v1/" + path, 503, "{}");
    }
    confirmed("?consistency=stale");
    assertEquals(ExitCode.FAILED, run("status"));
    String shown = out.toString();
    assertTrue(shown.contains("!! cluster: the cluster has no leader, or no majority"), shown);
    assertTrue(shown.replaceAll("\\s+", " ").contains("what c1 knows by itself"), shown);
    assertTrue(shown.contains("flight-delays  RUNNING"), shown);
    assertEquals("cairn: this is not all, or may be old\n", err.toString());
  }

  @Test
  void whatFailsInPartIsNamedAndTheRestShown() {
    api.record("GET /api/v1/jobs/7/checkpoints?limit=20", 500, "{\"detail\":\"broken\"}");
    assertEquals(ExitCode.FAILED, run("status"));
    assertTrue(out.toString().contains("!! cluster: broken"), out.toString());
    assertTrue(out.toString().contains("flight-delays  RUNNING"), out.toString());
  }
}
