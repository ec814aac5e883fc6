package io.cairn.coordinator.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Samples;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.protocol.v1.AckRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckRunCodecTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aBatchWithRunsOfAcksIsReadAsItWasWritten(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      events.add(event(random, i));
    }
    Batch batch = new Batch(5, 6, events);
    assertEquals(batch, LogCodec.decode(LogCodec.encode(batch)));
  }

  private static Event event(Random random, int i) {
    long checkpoint = 1L + i / 50;
    if (random.nextInt(10) == 0) {
      return Samples.status(1, 1, i, TaskPhase.LOCAL, checkpoint);
    }
    if (random.nextInt(10) == 0) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      Event.CheckpointComplete ack =
          (Event.CheckpointComplete) Samples.inlineAck(1, 1, i, checkpoint);
      return new Event.CheckpointComplete(
          ack.job(),
          ack.attempt(),
          ack.task(),
          ack.checkpoint(),
          SnapshotHandle.inline(bytes, bytes.length),
          ack.stats());
    }
    List<SegmentPath> paths = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      paths.add(Samples.segment(checkpoint, 1, "a" + n + "-" + random.nextInt(3)));
    }
    return Samples.ack(1, 1, i, checkpoint, paths);
  }

  @Test
  void manyAcksOfOneSegmentTakeFewBytesEach() {
    List<Event> acks = new ArrayList<>();
    for (int task = 0; task < 100; task++) {
      acks.add(Samples.ack(1, 1, task, 7, List.of(Samples.segment(7, 1, "a1-0"))));
    }
    int bytes = LogCodec.encode(new Batch(0, 0, acks)).length;
    assertTrue(bytes < 100 * 30, bytes + " bytes");
  }

  @Test
  void columnsThatDifferInLengthAreRefused() {
    AckRun bad = AckRun.newBuilder().setJobId(1).addTasks(1).addTasks(2).addSegments(0).build();
    assertThrows(IllegalArgumentException.class, () -> AckRunCodec.decode(bad, new ArrayList<>()));
  }

  @Test
  void aPathThatIsNotThereIsRefused() {
    AckRun good =
        AckRunCodec.encode(
            List.of(Samples.ack(1, 1, 0, 7, List.of(Samples.segment(7, 1, "a1-0")))));
    for (AckRun bad :
        List.of(
            good.toBuilder().setSegments(0, 3).build(),
            good.toBuilder().setSegments(0, -1).build(),
            good.toBuilder().setList(0, 1).build(),
            good.toBuilder().setLists(0, 9).build(),
            good.toBuilder().setLists(1, -2).build())) {
      assertThrows(
          IllegalArgumentException.class, () -> AckRunCodec.decode(bad, new ArrayList<>()));
    }
  }
}
