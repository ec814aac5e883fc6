package io.cairn.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.api.GraphDescription;
import io.cairn.api.JobArguments;
import io.cairn.api.JobDefinition;
import io.cairn.api.Serializers;
import io.cairn.storage.state.KeyGroups;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.StateSettings;
import io.cairn.storage.state.ValueState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentCutTest {
  private static final int SOURCES = 3;
  private static final long MORE_AT_THE_END = 500;

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyCutIsConsistentOnEveryChannelAndRestartsAreExactlyOnce(long seed) throws Exception {
    Random random = new Random(seed);
    SequenceJob.Outside outside = new SequenceJob.Outside();
    JobDefinition job = JobDefinition.of(new SequenceJob(seed, outside), JobArguments.none());
    try (LoopbackAgents agents = new LoopbackAgents(directory, 2)) {
      long id = 0;
      long restoredFrom = 0;
      long reached = 0;
      Map<Integer, TaskSnapshot> cut = Map.of();
      for (long attempt = 1; attempt <= 3; attempt++) {
        try (LoopbackAgents.Running running =
            agents.deploy(job, attempt, restoredFrom, cut).start()) {
          if (restoredFrom > 0) {
            awaitCommitted(running, restoredFrom);
          }
          for (int i = 1 + random.nextInt(3); i > 0; i--) {
            if (random.nextInt(3) == 0) {
              abortOne(running, ++id, random);
            }
            cut = running.checkpoint(++id, false);
            restoredFrom = id;
            long now = assertConsistent(agents, job, id, cut);
            assertTrue(now > reached, "no record between two cuts: nothing was tested");
            reached = now;
          }
        }
      }
      long last = reached + MORE_AT_THE_END;
      outside.endAt(last);
      try (LoopbackAgents.Running running = agents.deploy(job, 4, restoredFrom, cut).start()) {
        running.awaitEnd(SOURCES);
        cut = running.checkpoint(++id, true);
        awaitCommitted(running, id);
        assertConsistent(agents, job, id, cut);
      }
      assertEquals(expected(last), sorted(outside.all()), "seed " + seed);
      // From the final checkpoint nothing is emitted again.
      try (LoopbackAgents.Running running = agents.deploy(job, 5, id, cut).start()) {
        awaitCommitted(running, id);
        running.awaitEnd(SOURCES);
        running.checkpoint(++id, true);
        awaitCommitted(running, id);
      }
      assertEquals(expected(last), sorted(outside.all()), "again, seed " + seed);
    }
  }

  @Test
  void sourcesThatHaltEmitNothingMoreAndWhoGoesOnFromTheCutIsExact() throws Exception {
    SequenceJob.Outside outside = new SequenceJob.Outside();
    JobDefinition job = JobDefinition.of(new SequenceJob(4, outside), JobArguments.none());
    try (LoopbackAgents agents = new LoopbackAgents(directory, 2)) {
      Map<Integer, TaskSnapshot> cut;
      long reached;
      try (LoopbackAgents.Running running = agents.deploy(job, 1, 0, Map.of()).start()) {
        running.checkpoint(1, false);
        cut = running.halt(2);
        reached = assertConsistent(agents, job, 2, cut);
        Map<Integer, TaskSnapshot> later = running.checkpoint(3, false);
        assertEquals(reached, assertConsistent(agents, job, 3, later), "sources went on");
        assertTrue(running.recorder().ended().isEmpty(), "it is not the end of the input");
        awaitCommitted(running, 3);
      }
      long last = reached + MORE_AT_THE_END;
      outside.endAt(last);
      long ofAnotherJob = 0; // whose ids mean nothing here; its state is restored all the same
      try (LoopbackAgents.Running running = agents.deploy(job, 2, ofAnotherJob, cut).start()) {
        running.awaitEnd(SOURCES);
        running.checkpoint(4, true);
        awaitCommitted(running, 4);
      }
      assertEquals(expected(last), sorted(outside.all()));
    }
  }

  /** Triggers a checkpoint and gives it up somewhere on its way; the tasks must go on. */
  private static void abortOne(LoopbackAgents.Running running, long id, Random random)
      throws InterruptedException {
    Recorder recorder = running.recorder();
    AttemptRuntime first = running.runtimes().get(random.nextInt(2));
    // Only one agent's sources hear of it, so no alignment of it can ever end.
    first.trigger(new Barrier(id, false));
    recorder.await("a first snapshot", () -> !recorder.snapshots(id).isEmpty());
    running.runtimes().forEach(runtime -> runtime.settled(id, List.of()));
  }

  private static void awaitCommitted(LoopbackAgents.Running running, long id)
      throws InterruptedException {
    GraphDescription graph = running.job().graph();
    int first = graph.firstTask(graph.indexOf("out"));
    Recorder recorder = running.recorder();
    recorder.await(
        "commit of " + id,
        () -> recorder.committed(first) >= id && recorder.committed(first + 1) >= id);
  }

  /**
   * What each receiver holds in the cut is exactly what each sender had emitted in the cut. Gives
   * the highest number that was emitted.
   */
  private static long assertConsistent(
      LoopbackAgents agents, JobDefinition job, long id, Map<Integer, TaskSnapshot> cut)
      throws Exception {
    Map<String, Long> expected = new TreeMap<>();
    Map<String, Long> actual = new TreeMap<>();
    for (Map.Entry<Integer, TaskSnapshot> entry : cut.entrySet()) {
      int task = entry.getKey();
      GraphDescription graph = job.graph();
      String operator = graph.operators().get(graph.operatorOf(task)).id();
      Path copy = agents.copyOf(entry.getValue(), id + "-" + task);
      boolean checking = operator.equals("check");
      int instance = checking ? graph.instanceOf(task) : 0;
      int parallelism = checking ? 3 : 1;
      try (KeyedStateStore store =
          KeyedStateStore.open(
              copy, StateSettings.of(agents.resources(), 128, instance, parallelism))) {
        if (checking) {
          ValueState<Long> last =
              store.value("last", StateAdapters.serializer(Serializers.longs()));
          store.forEachKey("last", (key, group) -> actual.put(text(key), last.get()));
          store.forEachKey(
              "last", (key, group) -> assertTrue(KeyGroups.ownerOf(group, 128, 3) == instance));
        } else if (graph.operatorOf(task) <= 1) {
          long next =
              ByteBuffer.wrap(store.taskState().getList(TaskStateNames.SPLITS).get(0)).getLong();
          int source = graph.operatorOf(task) == 0 ? graph.instanceOf(task) : 2;
          for (long n = Math.max(1, next - SequenceJob.SLOTS); n < next; n++) {
            expected.put(new SequenceJob.Item("", source, n).key(), n);
          }
        }
      }
    }
    assertEquals(expected, actual, "cut of checkpoint " + id);
    return Collections.max(expected.values());
  }

  private static String text(byte[] key) {
    return new String(key, Integer.BYTES, key.length - Integer.BYTES, StandardCharsets.UTF_8);
  }

  private static List<String> expected(long last) {
    List<String> all = new ArrayList<>();
    for (int source = 0; source < SOURCES; source++) {
      for (long n = 1; n <= last; n++) {
        all.add("direct " + source + " " + n);
        all.add("passed " + source + " " + n);
      }
      for (long n = last - SequenceJob.SLOTS + 1; n <= last; n++) {
        String key = new SequenceJob.Item("", source, n).key();
        all.add("end-" + key + " 0 " + n);
        all.add("passed 0 " + n);
      }
    }
    return sorted(all);
  }

  /** Without the counts of "pass", which depend on the round robin. */
  private static List<String> sorted(List<String> records) {
    List<String> sorted = new ArrayList<>(records);
    sorted.removeIf(record -> record.startsWith("pass-count"));
    Collections.sort(sorted);
    return sorted;
  }
}
