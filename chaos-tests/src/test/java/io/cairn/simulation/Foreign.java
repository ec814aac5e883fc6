package io.cairn.simulation;

import io.cairn.agent.runtime.SimulatedTask;
import io.cairn.coordinator.checkpoint.Attempt;
import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CounterFloors;
import io.cairn.coordinator.checkpoint.ForeignCheckpoint;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobSpec;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.RestoreJob;
import io.cairn.coordinator.codec.HandleCodec;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.storage.blob.InMemoryBlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a cluster that is no more has left: one checkpoint, with transactions to be committed. */
final class Foreign {
  /** Stands for the other cluster's job where cuts are looked up. */
  static final long JOB = -1;

  static final String DIRECTORY = "former";
  private static final String ROOT = DIRECTORY + "/jobs/3";
  private static final CheckpointId CHECKPOINT = new CheckpointId(41);
  private static final Attempt ATTEMPT = new Attempt(7);
  private static final CounterFloors FLOORS = new CounterFloors(9, 60);

  private final InMemoryBlobStore files;
  private final Cuts cuts;

  Foreign(InMemoryBlobStore files, Cuts cuts) {
    this.files = files;
    this.cuts = cuts;
  }

  /** Its ids are above all that the other cluster gave. */
  static void checkFloors(JobState job) {
    Violation.unless(
        job.id().value() > FLOORS.job()
            && job.counters().lastCheckpoint().compareTo(CHECKPOINT) >= 0
            && job.attemptNumber().value() >= ATTEMPT.value(),
        "%s may be taken for a job of the other cluster",
        job.id());
  }

  /** A job that goes on from there; leaves the files where they are read. */
  RestoreJob restore(String request, JobSpec spec, Graph graph) {
    Position from = new Position(10, 20);
    Position to = new Position(30, 40);
    List<io.cairn.coordinator.checkpoint.SnapshotHandle> handles = new ArrayList<>();
    for (int task = 0; task < graph.tasks(); task++) {
      cuts.taken(JOB, CHECKPOINT.value(), graph.operator(task), graph.instance(task), to);
      byte[] transactions = new byte[0];
      if (graph.isSink(task)) {
        int lane = graph.instance(task);
        transactions =
            prepared(
                lane,
                new Position.Output(
                    CHECKPOINT.value(), lane, graph.lanes(), Position.START, from, to));
      }
      byte[] state = new Position.State(to, Position.START, false, transactions).encode();
      handles.add(HandleCodec.decode(file(task, state)));
    }
    return new RestoreJob(
        request,
        spec,
        new ForeignCheckpoint(
            "sim:/former", ROOT, "former", new JobId(3), CHECKPOINT, ATTEMPT, FLOORS, handles));
  }

  private static byte[] prepared(int lane, Position.Output output) {
    try {
      return SimulatedTask.prepared(lane, output.checkpoint(), output.encode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SnapshotHandle file(int task, byte[] state) {
    String path = "segments/" + CHECKPOINT.value() + "-7-b1-b1n1-" + task + ".seg";
    files.overwrite(ROOT + "/" + path, Uploads.withPath(path, state));
    return SnapshotHandle.newBuilder()
        .setSegment(path)
        .setIndexOffset(path.length())
        .setIndexLength(state.length)
        .setIndexCrc32C(Uploads.crc(state))
        .addSegments(path)
        .setStateBytes(state.length)
        .build();
  }
}
