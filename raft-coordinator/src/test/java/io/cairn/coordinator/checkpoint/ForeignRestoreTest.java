package io.cairn.coordinator.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.codec.SnapshotCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job goes on from a checkpoint of another cluster, by example. */
class ForeignRestoreTest {
  private static final JobSpec SPEC = Samples.pipeline("job", 2);

  private static ForeignCheckpoint foreign(int handles) {
    List<SnapshotHandle> all = new ArrayList<>();
    for (int task = 0; task < handles; task++) {
      all.add(
          Samples.handle(List.of(Samples.segment(17, 4, "x-1"), Samples.segment(16, 4, "x-0"))));
    }
    return new ForeignCheckpoint(
        "hdfs://nn:8020/old",
        "jobs/9",
        "cluster-old",
        new JobId(9),
        new CheckpointId(17),
        new Attempt(4),
        new CounterFloors(30, 200),
        all);
  }

  private static Event restore(String request, String name, ForeignCheckpoint from) {
    return new RestoreJob(request, Samples.pipeline(name, 2), from);
  }

  private static Scenario restored() {
    return Scenario.bootstrapped().then(restore("r1", "job", foreign(6)));
  }

  @Test
  void idsAreAboveThoseOfTheOtherCluster() {
    Scenario scenario = restored();
    Outcome.Accepted accepted = assertInstanceOf(Outcome.Accepted.class, scenario.last());
    assertEquals(31, accepted.id());
    JobState job = scenario.state().job(new JobId(31));
    assertNotNull(job);
    assertEquals(new CheckpointId(17), job.counters().lastCheckpoint());
    assertEquals(new Attempt(4), job.counters().lastAttempt());
    assertEquals(foreign(6), job.savepoints().foreign());
    scenario.then(Samples.register("a3", "n3", 4));
    assertEquals(201, scenario.state().lastIncarnation(), "incarnations too");
  }

  @Test
  void aRepeatedRequestRestoresOnce() {
    Scenario scenario = restored();
    Outcome first = scenario.last();
    scenario.then(restore("r1", "job", foreign(6)));
    assertEquals(first, scenario.last());
    assertEquals(1, scenario.state().jobs().size());
  }

  @Test
  void theSameJobIsNotRestoredTwiceAtATime() {
    Scenario scenario = restored().then(restore("r2", "other", foreign(6)));
    Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, scenario.last());
    assertEquals(Outcome.Code.CONFLICT, rejected.code());
    assertTrue(rejected.reason().contains("twice"), rejected.reason());
    scenario
        .then(new Event.StopJob("s", new JobId(31), StopMode.CANCEL))
        .then(restore("r3", "other", foreign(6)));
    assertInstanceOf(Outcome.Accepted.class, scenario.last());
  }

  @Test
  void theNumberOfHandlesMustBeThatOfTheTasks() {
    Scenario scenario = Scenario.bootstrapped().then(restore("r1", "job", foreign(5)));
    assertEquals(Outcome.Code.INVALID, ((Outcome.Rejected) scenario.last()).code());
  }

  @Test
  void itsOwnFirstCheckpointMakesTheHandlesSuperfluous() {
    Scenario scenario =
        restored().then(Samples.start(31, 4, 0, SPEC.graph().taskCount(), Scenario.PLACE));
    for (int task = 0; task < 6; task++) {
      scenario.then(Samples.status(31, 5, task, TaskPhase.RUNNING, 0));
    }
    scenario.then(Samples.request(31, CheckpointKind.PERIODIC, ""));
    for (int task = 0; task < 6; task++) {
      scenario.then(Samples.ack(31, 5, task, 18, List.of(Samples.segment(18, 5, "a1-" + task))));
    }
    scenario.then(Samples.durable(31, 18));
    JobState job = scenario.state().job(new JobId(31));
    assertNotNull(job);
    assertEquals(new CheckpointId(18), job.newestCompleted());
    ForeignCheckpoint left = job.savepoints().foreign();
    assertNotNull(left);
    assertEquals(List.of(), left.handles());
    assertEquals(new CheckpointId(17), left.checkpoint(), "where it came from stays known");
  }

  @Test
  void itIsInTheSnapshotAndInTheHash() throws Exception {
    ClusterState state = restored().state();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SnapshotCodec.write(state, out);
    ClusterState read = SnapshotCodec.read(new ByteArrayInputStream(out.toByteArray()));
    assertEquals(state.stateHash(), read.stateHash());
    assertEquals(foreign(6), read.job(new JobId(31)).savepoints().foreign());
    JobState job = state.job(new JobId(31));
    assertNotEquals(
        job.stateHash(), job.withSavepoints(job.savepoints().withoutForeignHandles()).stateHash());
  }

  @Test
  void countersThatLeaveNoRoomAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ForeignCheckpoint(
                "hdfs://nn/old",
                "jobs/9",
                "c",
                new JobId(9),
                new CheckpointId(17),
                new Attempt(4),
                new CounterFloors(Long.MAX_VALUE, 1),
                List.of()));
  }
}
