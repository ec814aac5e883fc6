package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.process.history.HistoryEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Agent a2 is drained while a job runs on it, and then undrained. */
class DrainEndToEndIT {
  private static final String DRAINED = "a2";

  @Test
  void tasksMoveOffWithoutLossAndWithoutARecordTwice() throws Exception {
    try (FlightDelaysRun run = FlightDelaysRun.start("drain")) {
      Await.until(
          FlightDelaysRun.BOUND,
          () ->
              agent(run).path("usedSlots").asInt() > 0
                  && run.job().path("state").asText().equals("RUNNING"),
          () -> "tasks on " + DRAINED);
      ask(run, "drain", "drain-1");
      Await.until(
          FlightDelaysRun.BOUND,
          () ->
              agent(run).path("usedSlots").asInt() == 0
                  && run.job().path("attempt").asLong() == 2
                  && run.job().path("state").asText().equals("RUNNING"),
          () -> "no task on " + DRAINED + " and the job RUNNING elsewhere");
      assertEquals("DRAINING", agent(run).path("state").asText());
      assertEquals("ada", agent(run).path("drain").path("who").asText());

      long cut = relocation(run);
      assertEquals(Set.of(cut), restored(run), "the next attempt restores the relocation");
      long newestBefore =
          run
              .events(
                  List.of(DRAINED), e -> e.kind().equals("snapshot") && e.number("attempt") == 1)
              .stream()
              .mapToLong(e -> e.number("checkpoint"))
              .max()
              .orElse(0);
      assertEquals(cut, newestBefore, "nothing was taken after it by the attempt that moved");
      assertEquals(
          List.of(),
          run.events(
              run.cluster().agents(),
              e -> e.kind().equals("task") && e.text("state").equals("failed")),
          "a move is no failure");
      ask(run, "undrain", "drain-2");
      Await.until(
          FlightDelaysRun.BOUND,
          () -> agent(run).path("state").asText().equals("REGISTERED"),
          () -> DRAINED + " may get tasks again");
      run.awaitFinished();
      assertTrue(run.verdict().exact(), run.verdict().summary() + " " + run.verdict().first());
      assertTrue(
          !run.events(run.cluster().coordinators(), e -> e.kind().equals("job")).isEmpty(),
          "there is a history");
    }
  }

  private static JsonNode agent(FlightDelaysRun run) throws InterruptedException {
    for (JsonNode agent : run.cluster().admin().get("agents").path("agents")) {
      if (agent.path("id").asText().equals(DRAINED)) {
        return agent;
      }
    }
    throw new AssertionError("no agent " + DRAINED);
  }

  private static void ask(FlightDelaysRun run, String what, String requestId)
      throws InterruptedException {
    ObjectNode body =
        JsonNodeFactory.instance.objectNode().put("requestId", requestId).put("who", "ada");
    JsonNode unused = run.cluster().admin().post("agents/" + DRAINED + "/" + what, body);
  }

  private static long relocation(FlightDelaysRun run) throws InterruptedException {
    JsonNode list = run.cluster().admin().get("jobs/" + run.jobId() + "/checkpoints?limit=50");
    for (JsonNode checkpoint : list.path("checkpoints")) {
      if (checkpoint.path("kind").asText().equals("RELOCATION")) {
        return checkpoint.path("id").asLong();
      }
    }
    throw new AssertionError("no RELOCATION in " + list);
  }

  private static Set<Long> restored(FlightDelaysRun run) throws Exception {
    Set<Long> checkpoints = new TreeSet<>();
    for (HistoryEvent event :
        run.events(
            run.cluster().agents(),
            e ->
                e.kind().equals("task")
                    && e.text("state").equals("restored")
                    && e.number("attempt") == 2)) {
      checkpoints.add(event.number("checkpoint"));
    }
    return checkpoints;
  }
}
