package io.cairn.agent.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.agent.runtime.TaskSnapshot;
import io.cairn.process.metrics.Metrics;
import io.cairn.storage.blob.InMemoryBlobStore;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.UploadSettings;
import io.cairn.storage.state.StateResources;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an agent shows is what docs/metrics.md says; its tasks' figures are in AgentTest. */
class AgentMetersTest {
  private static final Pattern SHOWN = Pattern.compile("(?m)^# TYPE (cairn_\\S+) (\\S+)$");
  private static final Pattern DOCUMENTED =
      Pattern.compile("(?m)^\\| `(cairn_\\S+)` \\| (\\S+) \\|");

  static Map<String, String> shown(String page) {
    return found(SHOWN, page);
  }

  static Map<String, String> documented() throws Exception {
    String document = Files.readString(Path.of("../docs/metrics.md"));
    int from = document.indexOf("## Of an agent");
    return found(DOCUMENTED, document.substring(from, document.indexOf("## Of both")));
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
  void counts_what_happens_and_shows_no_other_names_than_the_documented() throws Exception {
    try (StateResources memory = StateResources.ofDefaultSizes();
        SegmentUploader uploader =
            new SegmentUploader(new InMemoryBlobStore(), UploadSettings.ofBytesPerSecond(0));
        Metrics metrics = Metrics.ofThisProcess()) {
      AgentMeters meters = new AgentMeters(metrics);
      meters.watch(memory, uploader, 8);
      meters.connected(true);
      meters.uploaded(1_000, Duration.ofMillis(250));
      meters.restored(2_000_000_000L, 300, 40);
      meters.declined();
      meters.committed();
      meters.taken(
          new HostedTask(1, 1, 0, "map", 0),
          new TaskSnapshot(5, new LocalSnapshot(Path.of("x"), List.of()), 7, 0, 9));
      String page = metrics.page();
      assertShows(page, "cairn_session_connected 1.0");
      assertShows(page, "cairn_slots 8.0");
      assertShows(page, "cairn_upload_size_bytes_total 1000.0");
      assertShows(page, "cairn_upload_seconds_sum 0.25");
      assertShows(page, "cairn_restore_seconds_sum 2.0");
      assertShows(page, "cairn_restore_fetched_bytes_total 300.0");
      assertShows(page, "cairn_restore_reused_bytes_total 40.0");
      assertShows(page, "cairn_snapshots_declined_total 1.0");
      assertShows(page, "cairn_sink_commits_total 1.0");
      assertShows(page, "cairn_checkpoint_align_seconds_sum 0.007");
      assertShows(page, "cairn_checkpoint_local_seconds_sum 0.009");
      assertShows(page, "cairn_state_memory_budget_bytes 2.68435456E8");
      Map<String, String> ofTasks = new TreeMap<>(documented());
      ofTasks.keySet().removeIf(name -> !name.startsWith("cairn_task_"));
      Map<String, String> withoutTasks = documented();
      withoutTasks.keySet().removeAll(ofTasks.keySet());
      assertEquals(withoutTasks, shown(page)); // no task runs here
    }
  }

  /** An agent with so many tasks that run, each with a snapshot, shows all names. */
  static void assertShowsTasks(String address, int tasks) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/metrics")).build();
    String page = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    assertEquals(documented(), shown(page));
    String ofTask = "cairn_task_accumulateBusyTimeMs{";
    assertEquals(tasks, page.lines().filter(line -> line.startsWith(ofTask)).count(), page);
    assertShows(page, "cairn_checkpoint_local_seconds_count " + tasks);
    assertShows(page, "cairn_session_connected 1.0");
  }

  private static void assertShows(String page, String line) {
    assertTrue(page.contains("\n" + line + "\n"), () -> line + " is not in\n" + page);
  }
}
