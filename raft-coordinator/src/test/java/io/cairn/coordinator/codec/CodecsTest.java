package io.cairn.coordinator.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.Samples;
import io.cairn.coordinator.checkpoint.Scenario;
import io.cairn.coordinator.checkpoint.Setting;
import io.cairn.coordinator.checkpoint.SnapshotHandle;
import io.cairn.protocol.v1.CheckpointMetadata;
import io.cairn.protocol.v1.JobRecord;
import io.cairn.protocol.v1.LogBatch;
import io.cairn.protocol.v1.LogEvent;
import io.cairn.protocol.v1.SnapshotEnd;
import io.cairn.protocol.v1.SnapshotRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class CodecsTest {
  private static Scenario committing() {
    return Scenario.running(Samples.pipeline("job", 2))
        .then(Samples.request(1, CheckpointKind.PERIODIC, ""))
        .allAcked(1, 1);
  }

  private static byte[] snapshot() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SnapshotCodec.write(committing().then(Samples.durable(1, 1)).state(), out);
    return out.toByteArray();
  }

  @Test
  void aFlippedBitAnywhereInASnapshotIsRefused() throws IOException {
    byte[] good = snapshot();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      assertThrows(
          IOException.class, () -> SnapshotCodec.read(new ByteArrayInputStream(bad)), "at " + i);
    }
  }

  @Test
  void aCutSnapshotIsRefused() throws IOException {
    byte[] good = snapshot();
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(IOException.class, () -> SnapshotCodec.read(new ByteArrayInputStream(bad)));
    }
  }

  /** As a writer would that forgets a kind of record, or a field. */
  private static byte[] rewritten(byte[] snapshot, UnaryOperator<SnapshotRecord> change)
      throws IOException {
    int magic = 8;
    InputStream in = new ByteArrayInputStream(snapshot, magic, snapshot.length - magic - 4);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(snapshot, 0, magic);
    long count = 0;
    SnapshotRecord record = Records.read(in);
    for (; !record.hasEnd(); record = Records.read(in)) {
      SnapshotRecord changed = change.apply(record);
      if (changed.getSerializedSize() > 0) {
        Records.write(changed, out);
        count++;
      }
    }
    SnapshotEnd end = record.getEnd().toBuilder().setRecords(count).build();
    Records.write(SnapshotRecord.newBuilder().setEnd(end).build(), out);
    CRC32C crc = new CRC32C();
    crc.update(out.toByteArray());
    new DataOutputStream(out).writeInt((int) crc.getValue());
    return out.toByteArray();
  }

  private static void assertLossIsSeen(byte[] snapshot, UnaryOperator<SnapshotRecord> loss)
      throws IOException {
    byte[] lossy = rewritten(snapshot, loss);
    IOException refused =
        assertThrows(IOException.class, () -> SnapshotCodec.read(new ByteArrayInputStream(lossy)));
    assertEquals("the snapshot is damaged: the state's hash differs", refused.getMessage());
  }

  @Test
  void aSnapshotThatLostSettingsOrTheirHistoryIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SnapshotCodec.write(
        committing()
            .then(Samples.settings(1, "a", Setting.RETAINED, 7))
            .then(Samples.settings(1, "b", Setting.PAUSED, 1))
            .state(),
        out);
    byte[] good = out.toByteArray();
    assertArrayEquals(good, rewritten(good, record -> record));
    SnapshotRecord nothing = SnapshotRecord.getDefaultInstance();
    assertLossIsSeen(good, record -> record.hasSettingsChange() ? nothing : record);
    assertLossIsSeen(good, record -> withJob(record, record.getJob().toBuilder().clearPolicy()));
    assertLossIsSeen(good, record -> withJob(record, record.getJob().toBuilder().clearPaused()));
  }

  private static SnapshotRecord withJob(SnapshotRecord record, JobRecord.Builder job) {
    return record.hasJob() ? record.toBuilder().setJob(job).build() : record;
  }

  @Test
  void metadataSurvivesItsFileAndDamageIsRefused() throws IOException {
    Scenario scenario = committing();
    byte[] file = MetadataCodec.encode(scenario.state(), new JobId(1), new CheckpointId(1));
    byte[] later =
        MetadataCodec.encode(
            scenario
                .then(Samples.register("a9", "n9", 1))
                .then(new Event.SubmitJob("s9", Samples.sourceOnly("other")))
                .state(),
            new JobId(1),
            new CheckpointId(1));
    assertArrayEquals(file, later, "every leader must write the same bytes");
    ByteString content = ByteString.copyFrom(file, 8, file.length - 8 - Integer.BYTES);
    assertEquals(content, CheckpointMetadata.parseFrom(content).toByteString(), "as protobuf does");
    StoredMetadata read = MetadataCodec.decode(file);
    assertEquals(scenario.job().spec(), read.spec());
    List<SnapshotHandle> handles = new ArrayList<>();
    Objects.requireNonNull(scenario.job().checkpoint(new CheckpointId(1)))
        .tasks()
        .values()
        .forEach(row -> handles.add(Objects.requireNonNull(row.handle())));
    assertEquals(handles, read.handles());
    assertEquals(6, read.handles().size());
    assertEquals(file.length, MetadataCodec.stampOf(file).length());
    for (int i = 0; i < file.length; i++) {
      byte[] bad = file.clone();
      bad[i] ^= 1;
      assertThrows(IOException.class, () -> MetadataCodec.decode(bad), "at " + i);
    }
  }

  @Test
  void aLogEntryOfAnotherVersionOrWithoutAnEventIsCorrupt() {
    byte[] newer = LogBatch.newBuilder().setVersion(2).build().toByteArray();
    assertThrows(CorruptEntry.class, () -> LogCodec.decode(newer));
    assertThrows(CorruptEntry.class, () -> LogCodec.decode(new byte[] {1, 2, 3}));
    byte[] unset =
        LogBatch.newBuilder()
            .setVersion(1)
            .addEvents(LogEvent.getDefaultInstance())
            .build()
            .toByteArray();
    assertThrows(CorruptEntry.class, () -> LogCodec.decode(unset));
  }

  @Test
  void aTickSurvivesTheLog() {
    Batch tick = new Batch(5, 6, List.of());
    assertEquals(tick, LogCodec.decode(LogCodec.encode(tick)));
  }
}
