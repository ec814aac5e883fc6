package io.cairn.simulation;

import io.cairn.agent.session.Report;
import io.cairn.agent.snapshot.JobPaths;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.TaskPhase;
import io.cairn.storage.blob.BlobInput;
import io.cairn.storage.blob.BlobOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** An agent's uploads: a file per snapshot, which refers to files of its base. */
final class Uploads {
  private final SimAgent agent;
  private final World world;
  private final SimStore store;
  private final Map<String, SnapshotHandle> known = new HashMap<>();
  private int files;

  Uploads(SimAgent agent, SimStore store) {
    this.agent = agent;
    this.world = agent.cluster().world();
    this.store = store;
  }

  void restored(long job, int task, long checkpoint, SnapshotHandle handle) {
    known.put(job + "/" + task + "/" + checkpoint, handle);
  }

  void begin(SimAttempt attempt, int task, RunningCheckpoint running, byte[] state) {
    files++;
    long checkpoint = running.getCheckpointId();
    String root = JobPaths.root(attempt.jobId(), running);
    String path =
        "segments/"
            + checkpoint
            + "-"
            + attempt.attempt()
            + "-"
            + agent.id
            + "-"
            + agent.nonce()
            + "-"
            + files
            + ".seg";
    world.after(
        attempt.faults().uploadDelay(),
        agent.life(),
        () -> upload(attempt, task, checkpoint, new Content(root, path, state, running)));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Content(String root, String path, byte[] state, RunningCheckpoint running) {}

  private void upload(SimAttempt attempt, int task, long checkpoint, Content content) {
    String full = content.root() + "/" + content.path();
    byte[] file = withPath(content.path(), content.state());
    BlobOutput out;
    try {
      out = store.create(full);
      out.write(file, 0, file.length);
    } catch (IOException e) {
      declined(attempt, task, checkpoint);
      return;
    }
    world.after(
        attempt.faults().uploadDelay(),
        agent.life(),
        () -> {
          try {
            out.close();
          } catch (IOException e) {
            declined(attempt, task, checkpoint);
            return;
          }
          acknowledge(attempt, task, checkpoint, content);
        });
  }

  private void declined(SimAttempt attempt, int task, long checkpoint) {
    if (!agent.life().isOver()) {
      attempt.report(task, TaskPhase.TASK_PHASE_DECLINED, checkpoint);
    }
  }

  private void acknowledge(SimAttempt attempt, int task, long checkpoint, Content content) {
    List<String> segments = new ArrayList<>();
    long base = content.running().getBaseCheckpoint();
    SnapshotHandle before = known.get(attempt.jobId() + "/" + task + "/" + base);
    if (base > 0 && before != null) {
      before.getSegmentsList().stream().filter(path -> world.chance(0.6)).forEach(segments::add);
      world.count("incremental snapshot");
    }
    segments.add(content.path());
    SnapshotHandle handle =
        SnapshotHandle.newBuilder()
            .setSegment(content.path())
            .setIndexOffset(content.path().length())
            .setIndexLength(content.state().length)
            .setIndexCrc32C(crc(content.state()))
            .addAllSegments(segments)
            .setStateBytes(content.state().length)
            .build();
    agent.disk().uploaded(attempt, checkpoint, task, handle);
    acknowledge(attempt, task, content.running(), handle);
  }

  /** Says that it is durable; the journal knows it. */
  void acknowledge(SimAttempt attempt, int task, RunningCheckpoint running, SnapshotHandle handle) {
    long checkpoint = running.getCheckpointId();
    if (running.getSavepoint().isEmpty()) {
      known.put(attempt.jobId() + "/" + task + "/" + checkpoint, handle);
    }
    agent.report(
        new Report.Ack(
            CheckpointComplete.newBuilder()
                .setJobId(attempt.jobId())
                .setAttempt(attempt.attempt())
                .setTask(task)
                .setCheckpointId(checkpoint)
                .setHandle(handle)
                .build()));
  }

  /** A file begins with its own path, so that one file is never taken for another. */
  static byte[] withPath(String path, byte[] state) {
    byte[] name = path.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(name.length + state.length).put(name).put(state).array();
  }

  static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** Reads and verifies a snapshot and all it refers to. */
  byte[] read(SimAttempt attempt, SnapshotHandle handle) throws IOException {
    for (String path : handle.getSegmentsList()) {
      open(attempt, path).close();
    }
    try (BlobInput in = open(attempt, handle.getSegment())) {
      byte[] state = new byte[handle.getIndexLength()];
      in.readFully(handle.getIndexOffset(), state, 0, state.length);
      Violation.unless(
          crc(state) == handle.getIndexCrc32C(), "%s has other bytes", handle.getSegment());
      return state;
    }
  }

  private BlobInput open(SimAttempt attempt, String path) throws IOException {
    try {
      return store.open(attempt.restoreRoot() + "/" + path);
    } catch (java.nio.file.NoSuchFileException e) {
      agent.cluster().ledger().missing(attempt.jobId(), attempt.attempt(), path);
      throw e;
    }
  }
}
