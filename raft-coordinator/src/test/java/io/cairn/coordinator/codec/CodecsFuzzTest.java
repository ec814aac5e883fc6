package io.cairn.coordinator.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cairn.coordinator.checkpoint.Batch;
import io.cairn.coordinator.checkpoint.CheckpointKind;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.Samples;
import io.cairn.coordinator.checkpoint.Scenario;
import io.cairn.coordinator.checkpoint.StateMachine;
import io.cairn.coordinator.checkpoint.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Whatever stands in a log entry, a snapshot or a metadata file, it is read, or it is the one error
 * that is documented. The checksums are made right here: behind them lies what there is to find.
 */
final class CodecsFuzzTest {
  private static final ClusterState STATE =
      Scenario.running(Samples.pipeline("job", 2))
          .then(Samples.request(1, CheckpointKind.PERIODIC, ""))
          .allAcked(1, 1)
          .state();

  @FuzzTest(maxDuration = "2m")
  void anEntryIsABatchThatApplies(byte[] octets) {
    Batch batch;
    try {
      batch = LogCodec.decode(octets);
    } catch (CorruptEntry corrupt) {
      return;
    }
    assertEquals(batch, LogCodec.decode(LogCodec.encode(batch)));
    applies(ClusterState.empty(), batch);
    applies(STATE, batch);
  }

  private static void applies(ClusterState state, Batch batch) {
    Step step = StateMachine.apply(state, batch);
    assertEquals(batch.events().size(), step.outcomes().size());
  }

  @FuzzTest(maxDuration = "2m")
  void aSnapshotIsAStateOrRefused(byte[] records) throws IOException {
    try {
      ClusterState whole =
          SnapshotCodec.read(new ByteArrayInputStream(framed("CRNSNAP1", records)));
      assertEquals(whole.stateHash(), again(whole).stateHash());
    } catch (IOException refused) {
      assertTrue(!String.valueOf(refused.getMessage()).isEmpty());
    }
    ClusterState state;
    try {
      state = withoutEnd(new ByteArrayInputStream(records));
    } catch (IOException | IllegalArgumentException refused) {
      return;
    }
    assertEquals(state.stateHash(), again(state).stateHash());
  }

  /** The records alone: their last one holds a hash that no fuzzer guesses. */
  private static ClusterState withoutEnd(InputStream records) throws IOException {
    SnapshotReader reader = new SnapshotReader();
    while (records.available() > 0) {
      reader.accept(Records.read(records));
    }
    return reader.finish();
  }

  private static ClusterState again(ClusterState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SnapshotCodec.write(state, out);
    return SnapshotCodec.read(new ByteArrayInputStream(out.toByteArray()));
  }

  @FuzzTest(maxDuration = "2m")
  void metadataIsReadOrRefused(byte[] message) throws IOException {
    StoredMetadata read;
    try {
      read = MetadataCodec.decode(framed("CRNMETA1", message));
    } catch (IOException refused) {
      return;
    }
    assertEquals(read.spec(), SpecCodec.decode(SpecCodec.encode(read.spec())));
    read.handles()
        .forEach(handle -> assertEquals(handle, HandleCodec.decode(HandleCodec.encode(handle))));
  }

  private static byte[] framed(String magic, byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(magic.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    CRC32C crc = new CRC32C();
    crc.update(out.toByteArray());
    new DataOutputStream(out).writeInt((int) crc.getValue());
    return out.toByteArray();
  }
}
