package io.cairn.cli.offline;

import io.cairn.coordinator.checkpoint.CheckpointPolicy;
import io.cairn.coordinator.checkpoint.Edge;
import io.cairn.coordinator.checkpoint.JobGraph;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.OperatorKind;
import io.cairn.coordinator.checkpoint.OperatorNode;
import io.cairn.coordinator.checkpoint.Partitioning;
import io.cairn.coordinator.codec.SpecCodec;
import io.cairn.protocol.v1.CheckpointMetadata;
import io.cairn.protocol.v1.CounterFloors;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.storage.blob.BlobOutput;
import io.cairn.storage.blob.BlobStore;
import io.cairn.storage.blob.BlobStores;
import io.cairn.storage.snapshot.LocalSnapshot;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadProgress;
import io.cairn.storage.snapshot.UploadRequest;
import io.cairn.storage.snapshot.UploadSettings;
import io.cairn.storage.state.KeyedStateStore;
import io.cairn.storage.state.Serializers;
import io.cairn.storage.state.StateResources;
import io.cairn.storage.state.StateSettings;
import io.cairn.storage.state.ValueState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** Two incremental checkpoints of a job with a source and two keyed tasks, in a directory. */
final class StoredJob {
  static final String JOB_ROOT = "jobs/7";
  static final String DIRECTORY = JOB_ROOT + "/checkpoints/2";
  private static final int VALUE_BYTES = 64 << 10;

  private StoredJob() {}

  static void write(Path work, Path root, Random random) throws Exception {
    StoredSnapshot[] last = new StoredSnapshot[2];
    try (StateResources resources = new StateResources(8 << 20, 8 << 20);
        BlobStore blobs = BlobStores.open(root.toUri(), Map.of());
        SegmentUploader uploader = new SegmentUploader(blobs, UploadSettings.ofBytesPerSecond(0))) {
      uploader.start();
      for (int task = 0; task < 2; task++) {
        StateSettings settings = StateSettings.of(resources, 128, 0, 1);
        try (KeyedStateStore store = KeyedStateStore.open(work.resolve("t" + task), settings)) {
          ValueState<byte[]> values = store.value("totals", Serializers.BYTES);
          for (int checkpoint = 1; checkpoint <= 2; checkpoint++) {
            fill(store, values, random, checkpoint == 1 ? 60 : 20);
            Path directory = work.resolve("c" + checkpoint + "-" + task);
            LocalSnapshot local = store.snapshotLocal(directory);
            String name = "count/" + task;
            last[task] =
                uploader
                    .upload(
                        new UploadRequest(
                            JOB_ROOT,
                            checkpoint,
                            1,
                            "a1",
                            name,
                            local,
                            last[task],
                            UploadProgress.NONE))
                    .get(30, TimeUnit.SECONDS);
          }
        }
      }
      byte[] source = source(work, resources);
      try (BlobOutput out = blobs.create(DIRECTORY + "/_metadata")) {
        out.write(metadata(source, List.of(last[0], last[1])));
      }
    }
  }

  /** What a source without keyed state has in its handle. */
  private static byte[] source(Path work, StateResources resources) throws IOException {
    StateSettings settings = StateSettings.of(resources, 128, 0, 1);
    try (KeyedStateStore store = KeyedStateStore.open(work.resolve("in"), settings)) {
      store.taskState().put("position", new byte[] {7});
      Path directory = work.resolve("in-2");
      var unused = store.snapshotLocal(directory);
      return Files.readAllBytes(directory.resolve(LocalSnapshot.TASK_STATE_FILE));
    }
  }

  private static void fill(
      KeyedStateStore store, ValueState<byte[]> values, Random random, int keys) {
    for (int i = 0; i < keys; i++) {
      byte[] value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      store.setCurrentKey(("key-" + i).getBytes(StandardCharsets.US_ASCII));
      values.set(value);
    }
  }

  private static byte[] metadata(byte[] source, List<StoredSnapshot> snapshots) throws IOException {
    JobSpec spec =
        new JobSpec(
            "totals",
            new JobGraph(
                List.of(
                    new OperatorNode("in", OperatorKind.SOURCE, 1),
                    new OperatorNode("count", OperatorKind.SINK, 2)),
                List.of(new Edge("in", "count", Partitioning.HASH)),
                128),
            "0".repeat(64),
            "io.cairn.test.Job",
            new TreeMap<>(),
            new CheckpointPolicy(1_000, 60_000, 0, 1, 3, 1_000));
    CheckpointMetadata.Builder message =
        CheckpointMetadata.newBuilder()
            .setVersion(1)
            .setClusterId("cluster-1")
            .setJobId(7)
            .setSpec(SpecCodec.encode(spec))
            .setCheckpointId(2)
            .setAttempt(1)
            .setKindValue(1)
            .setFloors(CounterFloors.newBuilder().setJobId(7).setCheckpointId(2).setAttempt(1))
            .addHandles(
                SnapshotHandle.newBuilder()
                    .setInline(com.google.protobuf.ByteString.copyFrom(source))
                    .setStateBytes(source.length));
    for (StoredSnapshot stored : snapshots) {
      message.addHandles(
          SnapshotHandle.newBuilder()
              .setSegment(stored.segment())
              .setIndexOffset(stored.indexOffset())
              .setIndexLength(stored.indexLength())
              .setIndexCrc32C(stored.indexCrc32c())
              .addAllSegments(stored.segments())
              .setStateBytes(stored.stateBytes()));
    }
    byte[] body = message.build().toByteArray();
    ByteBuffer file = ByteBuffer.allocate(8 + body.length + 4);
    file.put("CRNMETA1".getBytes(StandardCharsets.US_ASCII)).put(body);
    CRC32C crc = new CRC32C();
    crc.update(file.array(), 0, file.position());
    return file.putInt((int) crc.getValue()).array();
  }
}
