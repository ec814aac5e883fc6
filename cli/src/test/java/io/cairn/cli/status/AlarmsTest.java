package io.cairn.cli.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlarmsTest {
  private static final String MEMBER = "{id: '%s', verdict: '%s', detail: '%s', admin: 'h:3'}";
  private static final String LIST =
      """
      {checkpoints: [
        {id: 9, state: 'ABORTED', requestedAt: 9000, durationMillis: 500,
         reason: 'DECLINED: disk full', cause: {operator: 'count', instance: 1}},
        {id: 8, state: 'ABORTED', requestedAt: 7000, durationMillis: 500, reason: 'TIMEOUT'},
        {id: 7, state: 'COMPLETED', requestedAt: 5000, durationMillis: 900, reason: ''},
        {id: 6, state: 'SUBSUMED', requestedAt: 3000, durationMillis: 700, reason: ''}]}
      """;
  private static final JsonNode NONE = MissingNode.getInstance();

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper()
          .configure(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES, true)
          .configure(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES, true)
          .readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode job(String more) {
    return json("{id: 7, name: 'words', lastCompleted: 7, state: 'RUNNING', " + more + "}");
  }

  private static List<Alarm> alarms(String members, String agents, JsonNode job) {
    JsonNode cluster = json("{agents: [" + agents + "]}");
    return Alarms.of(
        new Picture(
            cluster, json("[" + members + "]"), json("[" + job + "]"), List.of(), List.of()));
  }

  private static List<Alarm> alarms(JsonNode job, JsonNode list, JsonNode running, JsonNode set) {
    return Alarms.of(
        new Picture(
            json("{}"),
            json("[]"),
            json("[" + job + "]"),
            List.of(new Picture.JobCheckpoints(job, list, running, set)),
            List.of()));
  }

  @Test
  void aWellClusterHasNone() {
    String members = MEMBER.formatted("c1", "OK", "") + "," + MEMBER.formatted("c2", "OK", "");
    assertEquals(List.of(), alarms(members, "{id: 'a1', state: 'REGISTERED'}", job("reason: ''")));
  }

  @Test
  void aSilentCoordinatorIsNamedWithWhatTheClusterStillBears() {
    String ok = MEMBER.formatted("c1", "OK", "") + "," + MEMBER.formatted("c2", "OK", "");
    String silent = MEMBER.formatted("c3", "UNREACHABLE", "connection refused");
    Alarm alarm = alarms(ok + "," + silent, "", job("reason: ''")).get(0);
    assertEquals(
        Alarm.bad(
            "c3",
            "UNREACHABLE: connection refused; the cluster bears no further loss",
            "coordinator at h:3",
            0),
        alarm);
    String five = ok + "," + ok + "," + silent;
    assertEquals(false, alarms(five, "", job("reason: ''")).get(0).bad());
  }

  @Test
  void lostAgentsAndUnsettledJobsAreNamedTheWorstFirst() {
    List<Alarm> alarms =
        alarms(
            MEMBER.formatted("c1", "DIFFERS", ""),
            "{id: 'a2', state: 'LOST', host: 'h', port: 9}",
            job("reason: 'no free slot', state: 'RESTARTING', tasks: 8, runningTasks: 3"));
    assertEquals(List.of("c1", "a2", "words"), alarms.stream().map(Alarm::subject).toList());
    assertEquals("agent at h:9", alarms.get(1).where());
    assertEquals("RESTARTING: no free slot", alarms.get(2).what());
  }

  @Test
  void aJobThatCannotBePlacedIsWorseThanOneThatRestarts() {
    String lack = "8 slots are needed, 3 are there for it; start another agent first";
    Alarm alarm =
        alarms("", "", job("reason: 'a1 lost', state: 'RESTARTING', waitsFor: '" + lack + "'"))
            .get(0);
    assertEquals(Alarm.bad("words", "RESTARTING: " + lack, "a1 lost", 0), alarm);
  }

  @Test
  void abortsSinceTheLastCompletedOneAreOneAlarm() {
    Alarm alarm = alarms(job("reason: ''"), json(LIST), NONE, NONE).get(0);
    assertEquals(
        Alarm.warning(
            "words #9", "2 aborted in a row, the last: DECLINED: disk full", "count/1", 7_500),
        alarm);
  }

  @Test
  void manyAbortsInARowAreBad() {
    JsonNode three = json(LIST);
    ((ArrayNode) three.path("checkpoints"))
        .insertObject(0)
        .put("id", 10)
        .put("state", "ABORTED")
        .put("reason", "TIMEOUT: 1 of 2")
        .put("requestedAt", 9_000)
        .put("durationMillis", 1_000);
    assertEquals(
        Alarm.bad("words #10", "3 aborted in a row, the last: TIMEOUT: 1 of 2", "", 7_500),
        alarms(job("reason: ''"), three, NONE, NONE).get(0));
  }

  @Test
  void aLateCheckpointNamesTheTaskThatItWaitsFor() {
    String running =
        """
        {id: 10, state: 'EXECUTING', requestedAt: 10000, durationMillis: %d, taskCount: 3, tasks: [
          {task: 0, operator: 'in', instance: 0, agent: 'a1', phase: 'ACKED'},
          {task: 1, operator: 'count', instance: 0, agent: 'a1', phase: 'LOCAL'},
          {task: 2, operator: 'count', instance: 1, agent: 'a2', phase: 'STARTED'}]}
        """;
    JsonNode list = json("{checkpoints: []}");
    assertEquals(List.of(), alarms(job("reason: ''"), list, json(running.formatted(9_999)), NONE));
    Alarm alarm =
        alarms(job("reason: ''"), json(LIST), json(running.formatted(40_000)), NONE).get(0);
    assertEquals(
        Alarm.bad(
            "words #10",
            "late, usually 900 ms",
            "count/1 on a2 aligns or takes its local snapshot, 1 more are not done",
            10_000),
        alarm);
  }

  @Test
  void aPausedJobNamesWhoAndSinceWhen() {
    JsonNode settings =
        json("{history: [{at: 4000, who: 'ada', differences: [{setting: 'paused'}]}]}");
    Alarm alarm =
        alarms(job("checkpointing: 'PAUSED'"), json("{checkpoints: []}"), NONE, settings).get(0);
    assertEquals("periodic checkpoints are paused by ada; 'cairn checkpoint resume'", alarm.what());
    assertEquals(4_000, alarm.since());
  }
}
