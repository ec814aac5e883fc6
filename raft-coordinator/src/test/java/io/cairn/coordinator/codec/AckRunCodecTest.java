package io.cairn.coordinator.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.Bytes;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.Samples;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.coordinator.checkpoint.SnapshotStats;
import io.cairn.coordinator.checkpoint.TaskPhase;
import io.cairn.protocol.v1.AckRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    assertThrows(IllegalArgumentException.class, () -> decode(bad));
  }

  @Test
  void aPathThatIsNotThereIsRefused() {
    AckRun good = parsed(List.of(Samples.ack(1, 1, 0, 7, List.of(Samples.segment(7, 1, "a1-0")))));
    assertEquals(1, decode(good).size());
    for (AckRun bad :
        List.of(
            good.toBuilder().setSegments(0, 3).build(),
            good.toBuilder().setSegments(0, -1).build(),
            good.toBuilder().setList(0, 1).build(),
            good.toBuilder().setList(0, -1).build(),
            good.toBuilder().setLists(0, 9).build(),
            good.toBuilder().setLists(1, -2).build())) {
      assertThrows(IllegalArgumentException.class, () -> decode(bad));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theBytesAreThoseOfProtobuf(long seed) throws Exception {
    Random random = new Random(seed);
    List<Event> acks = new ArrayList<>();
    while (acks.size() < 50) {
      if (event(random, acks.size()) instanceof Event.CheckpointComplete ack) {
        acks.add(ack);
      }
    }
    ByteString bytes = AckRunCodec.encode(acks);
    AckRun message = AckRun.parseFrom(bytes);
    assertEquals(bytes, message.toByteString());
    assertEquals(50, message.getTasksCount());
    assertEquals(acks, decode(message));
  }

  @Test
  void numbersOfAnySizeAreReadAsTheyWereWritten() throws Exception {
    Event.CheckpointComplete ack = (Event.CheckpointComplete) Samples.inlineAck(1, 1, 0, 7);
    List<Event> acks = new ArrayList<>();
    for (int shift = 0; shift < 63; shift++) {
      long big = 1L << shift;
      SnapshotHandle handle =
          new SnapshotHandle(
              Optional.empty(),
              big,
              (int) (big & Integer.MAX_VALUE),
              (int) -big,
              List.of(),
              big,
              Bytes.EMPTY);
      acks.add(
          new Event.CheckpointComplete(
              ack.job(),
              ack.attempt(),
              (int) -big,
              ack.checkpoint(),
              handle,
              new SnapshotStats(big, 0, big, Long.MAX_VALUE)));
    }
    AckRun message = parsed(acks);
    assertEquals(acks, decode(message));
  }

  @Test
  void ofARunThatIsCutShortNothingIsTaken() {
    ByteString whole =
        AckRunCodec.encode(
            List.of(
                Samples.ack(1, 1, 0, 7, List.of(Samples.segment(7, 1, "a1-0"))),
                Samples.ack(1, 1, 1, 7, List.of(Samples.segment(7, 1, "a1-1")))));
    int refused = 0;
    for (int length = 0; length < whole.size(); length++) {
      List<Event> events = new ArrayList<>();
      try {
        AckRunCodec.decode(whole.substring(0, length), Batch.MAX_EVENTS, events);
      } catch (IllegalArgumentException expected) {
        refused++;
      }
      assertEquals(List.of(), events, "of " + length + " bytes");
    }
    assertTrue(refused > whole.size() / 2, refused + " of " + whole.size());
  }

  @Test
  void aLengthBeyondTheMessageIsNotBelieved() {
    byte[] huge = {(byte) (AckRun.TASKS_FIELD_NUMBER << 3 | 2), -1, -1, -1, -1, 7};
    byte[] negative = {(byte) (AckRun.TASKS_FIELD_NUMBER << 3 | 2), -1, -1, -1, -1, 15};
    byte[] twice = {
      (byte) (AckRun.TASKS_FIELD_NUMBER << 3 | 2), 1, 5,
      (byte) (AckRun.TASKS_FIELD_NUMBER << 3 | 2), 1, 6
    };
    for (byte[] bad : List.of(huge, negative, twice)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> AckRunCodec.decode(ByteString.copyFrom(bad), 9, new ArrayList<>()));
    }
  }

  @Test
  void moreAcksThanAreAllowedAreRefused() {
    AckRun two =
        parsed(
            List.of(
                Samples.ack(1, 1, 0, 7, List.of(Samples.segment(7, 1, "a1-0"))),
                Samples.ack(1, 1, 1, 7, List.of(Samples.segment(7, 1, "a1-1")))));
    assertThrows(
        IllegalArgumentException.class,
        () -> AckRunCodec.decode(two.toByteString(), 1, new ArrayList<>()));
  }

  private static AckRun parsed(List<Event> acks) {
    try {
      return AckRun.parseFrom(AckRunCodec.encode(acks));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Event> decode(AckRun run) {
    List<Event> events = new ArrayList<>();
    AckRunCodec.decode(run.toByteString(), Batch.MAX_EVENTS, events);
    return events;
  }
}
