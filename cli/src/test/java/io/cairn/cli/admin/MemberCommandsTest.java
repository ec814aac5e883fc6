package io.cairn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.cli.CairnMain;
import io.cairn.process.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MemberCommandsTest {
  private static final String MEMBERS =
      """
      [{"id":"c1","raft":"h:1","session":"h:2","admin":"h:3","role":"LEADER","verdict":"OK",
        "term":3,"appliedIndex":86,"lastLogIndex":86,"lag":0,"stateHash":"ff","detail":""},
       {"id":"c2","raft":"h:4","session":"h:5","admin":"h:6","role":"FOLLOWER",
        "verdict":"UNREACHABLE","term":0,"appliedIndex":0,"lastLogIndex":0,"lag":0,"stateHash":"",
        "detail":"connection refused at h:6"}]
      """;
  private static final String TABLE =
      """
      COORDINATOR  ROLE      STATE        TERM  LOG  APPLIED  LAG  ADMIN
      c1           LEADER    OK           3     86   86       0    h:3
      c2           FOLLOWER  UNREACHABLE  0     0    0        0    h:6
      c2: connection refused at h:6
      """;
  private static final String DONE = "{\"state\":\"DONE\"}";
  private static final String[] ADDRESSES = {"--raft", "h:7", "--session", "h:8", "--admin", "h:9"};

  private final InputStream keyboard = System.in;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RecordedApi api;

  @BeforeEach
  void start() throws Exception {
    api = new RecordedApi();
  }

  @AfterEach
  void stop() {
    System.setIn(keyboard);
    api.close();
  }

  private int run(String... args) {
    CommandLine line = CairnMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.add("--coordinators");
    all.add(api.address());
    return line.execute(all.toArray(new String[0]));
  }

  private static String[] words(String... first) {
    List<String> all = new ArrayList<>(Arrays.asList(first));
    all.addAll(Arrays.asList(ADDRESSES));
    return all.toArray(new String[0]);
  }

  private static void type(String line) {
    System.setIn(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void membersAreListedWithWhatIsWrong() {
    api.record("GET /api/v1/members", 200, "{\"members\":" + MEMBERS + "}");
    assertEquals(ExitCode.OK, run("member", "list"));
    assertEquals(TABLE, out.toString());
  }

  @Test
  void withoutALeaderTheListSaysThatItMayBeOutOfDate() {
    api.record("GET /api/v1/members", 503, "{}")
        .record("GET /api/v1/members?consistency=stale", 200, "{\"members\":" + MEMBERS + "}");
    assertEquals(ExitCode.FAILED, run("member", "list"));
    assertEquals(TABLE, out.toString());
    assertTrue(err.toString().contains("this may be out of date"), err.toString());
  }

  @Test
  void healthIsAnExitCode() {
    String answer =
        "{\"status\":\"%s\",\"leader\":\"c1\",\"term\":3,\"index\":86,\"stateHash\":\"ff\","
            + "\"members\":"
            + MEMBERS
            + "}";
    api.record("GET /api/v1/health", 200, answer.formatted("degraded"));
    assertEquals(ExitCode.FAILED, run("health"));
    assertEquals("degraded  leader c1  term 3  index 86  state ff\n\n" + TABLE, out.toString());
    api.record("GET /api/v1/health", 200, answer.formatted("ok"));
    assertEquals(ExitCode.OK, run("health"));
  }

  @Test
  void addingGivesTheThreeAddresses() {
    api.record("POST /api/v1/members", 200, DONE);
    assertEquals(ExitCode.OK, run(words("member", "add", "c4")));
    assertEquals("c4 is a member and votes\n", out.toString());
    String asked = api.asked().get(0);
    assertTrue(
        asked.contains("\"id\":\"c4\",\"raft\":\"h:7\",\"session\":\"h:8\",\"admin\":\"h:9\""),
        asked);
  }

  @Test
  void whatGoesOnIsAskedForAgainUntilTheTimeIsUp() {
    api.record("POST /api/v1/members", 202, "{\"state\":\"IN_PROGRESS\"}");
    assertEquals(ExitCode.FAILED, run(words("member", "add", "c4", "--timeout", "0")));
    assertTrue(err.toString().contains("give the same command again"), err.toString());
  }

  @Test
  void removingAndReplacingAskFirst() {
    api.record("POST /api/v1/members/c2/remove", 200, DONE)
        .record("POST /api/v1/members/c2/replace", 200, DONE);
    type("n\n");
    assertEquals(ExitCode.FAILED, run("member", "remove", "c2"));
    type("");
    assertEquals(ExitCode.USAGE, run(words("member", "replace", "c2", "c4")));
    assertTrue(api.asked().isEmpty(), api.asked().toString());
    type("yes\n");
    assertEquals(ExitCode.OK, run("member", "remove", "c2"));
    assertEquals(ExitCode.OK, run(words("member", "replace", "c2", "c4", "--yes")));
    assertEquals("c2 is removed\nc4 votes in the place of c2\n", out.toString());
    assertEquals(2, api.asked().size());
  }

  @Test
  void leadershipMovesAwayFromWhoHasItNow() {
    api.record("GET /api/v1/cluster", 200, "{\"leader\":{\"id\":\"c1\"}}")
        .record("POST /api/v1/leader/transfer", 200, "{\"leader\":\"c2\"}");
    assertEquals(ExitCode.OK, run("leader", "transfer", "--yes"));
    assertEquals("c2 leads\n", out.toString());
    assertTrue(api.asked().get(1).contains("\"from\":\"c1\""), api.asked().toString());
    assertEquals(ExitCode.OK, run("leader", "transfer", "--to", "c2", "--yes"));
    assertTrue(api.asked().get(2).contains("\"to\":\"c2\""), api.asked().toString());
  }
}
