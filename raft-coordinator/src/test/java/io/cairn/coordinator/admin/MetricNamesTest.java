package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.metrics.JobMeters;
import io.cairn.coordinator.metrics.ReplicaMeters;
import io.cairn.coordinator.metrics.SessionMeters;
import io.cairn.coordinator.metrics.TimedProposals;
import io.cairn.coordinator.session.SessionLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator shows at /metrics is what docs/metrics.md says. */
class MetricNamesTest {
  private static final Pattern SHOWN = Pattern.compile("(?m)^# TYPE (cairn_\\S+) (\\S+)$");
  private static final Pattern DOCUMENTED =
      Pattern.compile("(?m)^\\| `(cairn_\\S+)` \\| (\\S+) \\|");

  @TempDir Path directory;
  private AdminFixture admin;

  @BeforeEach
  void start() throws Exception {
    admin = new AdminFixture();
    Files.createDirectories(directory.resolve("snapshot/snapshot_42"));
    Files.createDirectories(directory.resolve("snapshot/temp"));
    Files.createDirectories(directory.resolve("log"));
    Files.writeString(directory.resolve("log/1.log"), "x".repeat(1_000));
    Files.writeString(directory.resolve("snapshot/snapshot_42/state"), "x".repeat(100));
    TimedProposals timed = new TimedProposals(admin.replica, admin.metrics.registry());
    ReplicaMeters.register(admin.metrics, timed, new SilentGroup(admin.replica), directory);
    JobMeters.register(admin.metrics, timed::state);
    SessionMeters.register(admin.metrics, () -> new SessionLoad(3, 1, 77, 5));
    timed.readLinearizable().join();
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private static Map<String, String> found(Pattern pattern, String text) {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2));
    }
    return found;
  }

  @Test
  void the_documented_names_and_types_are_those_that_are_shown() throws Exception {
    admin.run(1);
    String document = Files.readString(Path.of("../docs/metrics.md"));
    int from = document.indexOf("## Of a coordinator");
    String ofCoordinators = document.substring(from, document.indexOf("## Of an agent"));
    AdminFixture.Answer answer = admin.send("GET", "/metrics", "");
    assertEquals(200, answer.status());
    assertTrue(answer.contentType().startsWith("text/plain"), answer.contentType());
    assertEquals(found(DOCUMENTED, ofCoordinators), found(SHOWN, answer.text()));
  }

  @Test
  void jobs_are_told_under_flinks_names_out_of_the_replicated_state() throws Exception {
    long job = admin.run(2);
    String before = admin.send("GET", "/metrics", "").text();
    String labels = "{job=\"flights\",job_id=\"" + job + "\"}";
    assertShows(before, "cairn_job_lastCheckpointDuration" + labels + " -1.0");
    assertShows(before, "cairn_job_lastCheckpointRestoreTimestamp" + labels + " -1.0");
    admin.post("jobs/flights/checkpoints", "{\"requestId\":\"k1\"}");
    admin.complete(job, 1, 3);
    admin.post("jobs/flights/checkpoints", "{\"requestId\":\"k2\"}");
    String page = admin.send("GET", "/metrics", "").text();
    assertShows(page, "cairn_job_numberOfCompletedCheckpoints" + labels + " 1.0");
    assertShows(page, "cairn_job_numberOfInProgressCheckpoints" + labels + " 1.0");
    assertShows(page, "cairn_job_totalNumberOfCheckpoints" + labels + " 2.0");
    assertShows(page, "cairn_job_lastCompletedCheckpointId" + labels + " 1.0");
    assertShows(page, "cairn_job_lastCheckpointSize" + labels + " 300.0");
    assertShows(page, "cairn_job_lastCheckpointFullSize" + labels + " 3.0");
    assertShows(page, "cairn_job_lastCheckpointAlignment" + labels + " 2.0");
    assertShows(page, "cairn_job_pendingAcks" + labels + " 3.0");
    assertShows(page, "cairn_jobs{state=\"RUNNING\"} 1.0");
    assertShows(page, "cairn_raft_leader_changes_total 1.0");
    assertShows(page, "cairn_raft_leading 1.0");
    assertShows(page, "cairn_raft_snapshot_index 42.0");
    assertShows(page, "cairn_raft_snapshot_size_bytes 100.0");
    assertShows(page, "cairn_raft_log_size_bytes 1000.0");
    assertShows(page, "cairn_sessions_waiting_bytes 77.0");
    assertShows(page, "cairn_raft_read_seconds_count 1");
  }

  private static void assertShows(String page, String line) {
    assertTrue(page.contains("\n" + line), () -> line + " is not in\n" + page);
  }
}
