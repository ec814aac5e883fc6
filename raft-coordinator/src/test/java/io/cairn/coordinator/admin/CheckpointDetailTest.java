package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.LeaderStarted;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.coordinator.leader.LiveProgress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointDetailTest {
  private static final int SOURCES = 9_999;
  private static final int ASKED = 15;

  /** How long it takes is said, not judged: the machine is shared. */
  @Test
  void ten_thousand_tasks_are_told_in_one_answer() throws Exception {
    try (AdminFixture admin = new AdminFixture()) {
      long job = admin.run(SOURCES);
      admin.post("jobs/flights/checkpoints", "{\"requestId\":\"k1\"}");
      admin.complete(job, 1, SOURCES + 1);
      long[] micros = new long[ASKED];
      for (int i = 0; i < ASKED; i++) {
        long begun = System.nanoTime();
        AdminFixture.Answer answer = admin.get("jobs/flights/checkpoints/1");
        micros[i] = (System.nanoTime() - begun) / 1_000;
        assertEquals(200, answer.status());
        assertTrue(answer.text().length() > 1_000_000);
      }
      assertEquals(SOURCES + 1, admin.get("jobs/1/checkpoints/1").json().path("tasks").size());
      Arrays.sort(micros);
      System.err.println(
          "detail of 10,000 tasks, micros: median "
              + micros[ASKED / 2]
              + ", max "
              + micros[ASKED - 1]);
    }
  }

  @Test
  void tells_since_when_a_task_is_in_its_phase_and_what_took_longest() throws Exception {
    try (AdminFixture admin = new AdminFixture()) {
      long job = admin.run(2);
      admin.post("jobs/flights/checkpoints", "{\"requestId\":\"k1\"}");
      admin.replica.advance(Duration.ofSeconds(3));
      admin.status(job, 0, TaskPhase.STARTED, 1);
      admin.replica.advance(Duration.ofSeconds(4));
      admin.status(job, 0, TaskPhase.LOCAL, 1);
      JsonNode running = admin.get("jobs/1/checkpoints/1").json();
      long requested = running.path("requestedAt").asLong();
      assertEquals(requested, running.at("/tasks/1/since").asLong());
      assertEquals(requested + 7_000, running.at("/tasks/0/since").asLong());
      assertEquals("LOCAL", running.at("/tasks/0/phase").asText());
      assertEquals("IN_PROGRESS", running.path("status").asText());
      admin.complete(job, 1, 3);
      JsonNode list = admin.get("jobs/1/checkpoints").json();
      JsonNode done = list.at("/checkpoints/0");
      assertEquals(2, done.path("maxAlignMillis").asLong());
      assertEquals(12, done.path("maxLocalMillis").asLong());
      assertEquals(22, done.path("maxUploadMillis").asLong());
      assertEquals("COMPLETED", done.path("status").asText());
      assertEquals(300, done.path("checkpointed_size").asLong());
      assertEquals(7_000, done.path("end_to_end_duration").asLong());
      assertEquals(7_000, list.at("/summary/end_to_end_duration/p99").asLong());
      assertEquals(1, list.at("/counts/total").asLong());
      assertTrue(admin.get("jobs/1/checkpoints/1").json().at("/tasks/0/since").isNull());
    }
  }

  @Test
  void tells_what_was_heard_of_tasks_under_way() throws Exception {
    try (AdminFixture admin = new AdminFixture()) {
      JobId job = new JobId(admin.run(2));
      CheckpointId first = new CheckpointId(1);
      admin.post("jobs/flights/checkpoints", "{\"requestId\":\"k1\"}");
      assertEquals(0, admin.get("jobs/1/checkpoints/1").json().path("uploadedBytes").asLong());
      admin.progress.put(job, first, 0, new LiveProgress.Upload(7, 9));
      admin.progress.put(job, first, 1, new LiveProgress.Upload(14, 0));
      admin.progress.put(job, first, 2, new LiveProgress.Alignment(1, 2, 1));
      JsonNode heard = admin.get("jobs/1/checkpoints/1").json();
      assertEquals(21, heard.path("uploadedBytes").asLong());
      assertTrue(heard.at("/tasks/0/aligning").isMissingNode(), heard.toString());
      assertEquals(1, heard.at("/tasks/2/aligning/blockedChannels").asInt(), heard.toString());
      assertEquals(2, heard.at("/tasks/2/aligning/inputChannels").asInt());
      String second =
          heard.at("/tasks/1/operator").asText() + "/" + heard.at("/tasks/1/instance").asInt();
      assertEquals(second, heard.at("/tasks/2/aligning/awaited").asText());
      admin.status(job.value(), 2, TaskPhase.STARTED, 1);
      JsonNode taken = admin.get("jobs/1/checkpoints/1").json();
      assertTrue(taken.at("/tasks/2/aligning").isMissingNode(), "its barriers have come");
    }
  }

  @Test
  void tells_who_led_when() throws Exception {
    try (AdminFixture admin = new AdminFixture()) {
      admin.replica.advance(Duration.ofSeconds(5));
      admin.replica.applyAsOther(
          List.of(
              new LeaderStarted(3, "c2"), new LeaderStarted(3, "c2"), new LeaderStarted(2, "c1")));
      JsonNode leaders = admin.get("leaders").json();
      assertEquals(2, leaders.path("changes").asLong(), leaders.toString());
      assertEquals(2, leaders.path("leaders").size());
      assertEquals("c2", leaders.at("/leaders/0/id").asText());
      assertTrue(leaders.at("/leaders/0/endedAt").isNull());
      assertEquals(
          leaders.at("/leaders/0/startedAt").asLong(), leaders.at("/leaders/1/endedAt").asLong());
      assertEquals(1, admin.get("leaders?limit=1").json().path("leaders").size());
    }
  }
}
