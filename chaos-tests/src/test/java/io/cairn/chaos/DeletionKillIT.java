package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.ExitCode;
import io.cairn.protocol.v1.SnapshotHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The leader, a real process, is killed in the middle of a deletion, again and again: what retained
 * checkpoints need stays, and what was condemned is gone in the end.
 *
 * <p>Each checkpoint has a segment of its own for each task, and refers to that of the checkpoint
 * before.
 */
class DeletionKillIT {
  private static final int TASKS = 2;
  private static final int RETAINED = 2;
  private static final int KILLS = 4;
  private static final String PENDING = ".pending";
  private static final String JOB =
      """
      {"requestId":"submit","name":"deletions","entryClass":"x.Job",
       "jarSha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "graph":{"operators":[{"id":"in","kind":"SOURCE","parallelism":2}],"edges":[]},
       "policy":{"intervalMillis":0,"timeoutMillis":120000,"retained":2}}
      """;

  @TempDir Path root;
  private long job;

  @Test
  void nothingThatIsRetainedIsLost() throws Exception {
    String store = root.resolve("store").toUri().toString();
    try (CoordinatorProcesses cluster = CoordinatorProcesses.start(root, 3, store);
        SteppedAgent agent = new SteppedAgent("a1", cluster.sessions())) {
      Await.until(
          CoordinatorProcesses.BOUND,
          () -> cluster.get("cluster").path("agents").size() == 1,
          () -> "an agent");
      job = cluster.post("jobs", JOB).path("jobId").asLong();
      Await.until(
          CoordinatorProcesses.BOUND,
          () -> cluster.get("jobs/" + job).path("state").asText().equals("RUNNING"),
          () -> "the job runs");
      for (long id = 1; id <= RETAINED + 1; id++) {
        complete(cluster, agent, id);
      }
      awaitExactly(RETAINED + 1);
      for (int kill = 1; kill <= KILLS; kill++) {
        long id = RETAINED + 1L + kill;
        int leader = cluster.leader();
        cluster.arm(leader, "during-deletion:halt@1");
        complete(cluster, agent, id);
        assertEquals(ExitCode.FAILPOINT, cluster.awaitEnd(leader), "it died in the deletion");
        assertTrue(files().containsAll(needed(id)), "what is retained is there: " + files());
        cluster.restart(leader);
        cluster.awaitServing();
        awaitExactly(id);
      }
    }
  }

  private void complete(CoordinatorProcesses cluster, SteppedAgent agent, long id)
      throws Exception {
    cluster.post("jobs/" + job + "/checkpoints", "{\"requestId\":\"checkpoint-" + id + "\"}");
    Await.until(
        CoordinatorProcesses.BOUND, () -> agent.isTriggered(job, id), () -> "a trigger of " + id);
    for (int task = 0; task < TASKS; task++) {
      Path segment = root.resolve("store/jobs/" + job).resolve(segment(id, task));
      Files.createDirectories(segment.getParent());
      Files.writeString(segment, "state of " + task + " at " + id);
      SnapshotHandle.Builder handle =
          SnapshotHandle.newBuilder()
              .setSegment(segment(id, task))
              .addSegments(segment(id, task))
              .setIndexLength(1)
              .setStateBytes(1);
      if (id > 1) {
        handle.addSegments(segment(id - 1, task));
      }
      agent.ack(job, task, id, handle.build());
    }
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> cluster.get("jobs/" + job).path("lastCompleted").asLong() == id,
        () -> id + " COMPLETED");
  }

  private static String segment(long checkpoint, int task) {
    return "segments/" + checkpoint + "-1-a1-" + task + ".seg";
  }

  /** What the retained checkpoints need when this one is the newest. */
  private static SortedSet<String> needed(long newest) {
    SortedSet<String> needed = new TreeSet<>();
    for (long id = newest; id > newest - RETAINED; id--) {
      for (int task = 0; task < TASKS; task++) {
        needed.add(segment(id, task));
        needed.add(segment(id - 1, task));
      }
    }
    for (long id = newest - 1; id > newest - RETAINED; id--) {
      needed.add("checkpoints/" + id + "/_metadata"); // the newest may not be published yet
    }
    return needed;
  }

  private void awaitExactly(long newest) {
    SortedSet<String> wanted = needed(newest);
    wanted.add("checkpoints/" + newest + "/_metadata");
    Await.until(
        CoordinatorProcesses.BOUND,
        () -> files().equals(wanted),
        () -> "nothing but " + wanted + ", there is " + files());
  }

  private SortedSet<String> files() {
    Path top = root.resolve("store/jobs/" + job);
    SortedSet<String> found = new TreeSet<>();
    try (Stream<Path> all = Files.walk(top)) {
      all.filter(Files::isRegularFile).forEach(path -> found.add(top.relativize(path).toString()));
      // What a leader left that died while it published goes with the checkpoint's directory.
      found.removeIf(path -> path.endsWith(PENDING) && found.contains(path.replace(PENDING, "")));
    } catch (IOException | java.io.UncheckedIOException e) {
      found.add("changing while it is listed: " + e.getMessage());
    }
    return found;
  }
}
