package io.cairn.agent.snapshot;

import io.cairn.agent.OneLine;
import io.cairn.agent.runtime.TaskSnapshot;
import io.cairn.process.failpoint.Failpoint;
import io.cairn.protocol.v1.CheckpointComplete;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SnapshotHandle;
import io.cairn.protocol.v1.SnapshotStats;
import io.cairn.protocol.v1.UploadProgress;
import io.cairn.storage.snapshot.SegmentUploader;
import io.cairn.storage.snapshot.StoredSnapshot;
import io.cairn.storage.snapshot.UploadRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes over a snapshot when it is complete on this disk: journal, LOCAL, upload, ack. An upload
 * begins once a coordinator has told the checkpoint's base, for the ack may name only segments of
 * that base and its own; the barrier can be faster than that word. What a view says is over is
 * cancelled and deleted.
 *
 * <p>{@link #taken} is called by the threads of the local stage; everything else by the agent's
 * thread, which owns the state. Journal writes after an upload and deletions run on the worker
 * pool.
 */
public final class SnapshotPipeline {

  private final String agentId;
  private final LocalSnapshots local;
  private final SegmentUploader uploader;
  private final SnapshotReports reports;
  private final Executor agentThread;
  private final Executor workers;

  private final KnownBases bases = new KnownBases();
  private final InheritedSnapshots inherited;
  private final Map<Long, JobView> views = new HashMap<>();

  /** The highest checkpoint of each job that a coordinator has spoken of. */
  private final Map<Long, Long> spokenOf = new HashMap<>();

  private final Map<SnapshotId, Upload> uploads = new LinkedHashMap<>();

  /** Snapshots that are being journalled: not yet among the uploads. */
  private final AtomicInteger beingTaken = new AtomicInteger();

  /** A snapshot on its way. */
  private static final class Upload {
    final TaskSnapshot snapshot;
    final String taskName;
    boolean begun;
    String root = "";
    volatile long uploadedBytes;
    volatile long totalBytes;

    Upload(TaskSnapshot snapshot, String taskName) {
      this.snapshot = snapshot;
      this.taskName = taskName;
    }

    /** On the uploader's thread. */
    void moved(long done, long total) {
      boolean half = 2 * done >= total && 2 * uploadedBytes < total;
      uploadedBytes = done;
      totalBytes = total;
      if (half) {
        Failpoint.DURING_UPLOAD.reached();
      }
    }
  }

  /**
   * Takes its parts; nothing happens before a snapshot is taken.
   *
   * @param agentThread the one thread that owns this
   * @param workers for short blocking work
   */
  public SnapshotPipeline(
      String agentId,
      LocalSnapshots local,
      SegmentUploader uploader,
      SnapshotReports reports,
      Executor agentThread,
      Executor workers) {
    this.agentId = agentId;
    this.local = local;
    this.uploader = uploader;
    this.reports = reports;
    this.agentThread = agentThread;
    this.workers = workers;
    this.inherited = new InheritedSnapshots(local);
  }

  /**
   * A task's snapshot is complete on this disk, or in memory and small.
   *
   * @param taskName for people: {@code operator/instance}
   * @throws IOException if the journal cannot be written: then it does not count
   */
  public void taken(SnapshotId id, String taskName, TaskSnapshot snapshot) throws IOException {
    beingTaken.incrementAndGet();
    try {
      local.record(id, snapshot.local());
      Failpoint.AFTER_LOCAL.reached();
      reports.local(id);
    } catch (IOException | RuntimeException e) {
      beingTaken.decrementAndGet();
      throw e;
    }
    agentThread.execute(
        () -> {
          uploads.put(id, new Upload(snapshot, taskName));
          beingTaken.decrementAndGet();
          beginUpload(id);
        });
  }

  /**
   * A task could not take its part of a checkpoint, which cannot complete therefore; the task goes
   * on. Any thread.
   */
  public void declined(SnapshotId id, String reason) {
    reports.declined(id, reason);
    workers.execute(() -> local.delete(id));
  }

  /** Of each job with snapshots on this disk one. Any thread. */
  public Collection<SnapshotId> kept() {
    return local.oneOfEachJob();
  }

  /** A task was restored from this: later snapshots may build on it. */
  public void restored(long jobId, int task, long checkpointId, StoredSnapshot snapshot) {
    bases.put(jobId, task, checkpointId, snapshot);
  }

  /** How the job stands now: begins uploads whose base is known now, drops what is over. */
  public void view(JobView view) {
    long jobId = view.getJobId();
    if (view.getEnded()) {
      dropJob(jobId);
      return;
    }
    views.put(jobId, view);
    long highest = view.getSettledCheckpoint();
    for (RunningCheckpoint running : view.getRunningList()) {
      highest = Math.max(highest, running.getCheckpointId());
    }
    spokenOf.merge(jobId, highest, Math::max);
    uploader.cancelAttempts(JobPaths.root(jobId), view.getAttempt() - 1);
    for (SnapshotId id : List.copyOf(uploads.keySet())) {
      if (id.jobId() == jobId && isOver(id, view)) {
        drop(id);
      }
    }
    long oldestNeeded = view.getCompletedCheckpoint();
    for (RunningCheckpoint running : view.getRunningList()) {
      if (running.getBaseCheckpoint() > 0) {
        oldestNeeded = Math.min(oldestNeeded, running.getBaseCheckpoint());
      }
    }
    bases.forgetBelow(jobId, oldestNeeded);
    prune(view);
    inherited.takeWanted(view).forEach(entry -> resume(entry, view));
    for (SnapshotId id : List.copyOf(uploads.keySet())) {
      beginUpload(id);
    }
  }

  /** An earlier process of this agent took it, and ended before its ack was in the log. */
  private void resume(JournalEntry entry, JobView view) {
    SnapshotId id = entry.id();
    reports.resumed(id);
    if (entry.handle().isPresent()) {
      reports.complete(ack(id, entry.handle().get(), SnapshotStats.getDefaultInstance()));
      return;
    }
    for (RunningCheckpoint running : view.getRunningList()) {
      if (running.getCheckpointId() == id.checkpointId()) {
        long base = running.getBaseCheckpoint();
        inherited
            .stored(id.jobId(), id.task(), base)
            .ifPresent(stored -> bases.put(id.jobId(), id.task(), base, stored));
      }
    }
    workers.execute(() -> readInherited(entry));
  }

  /** On a worker. */
  private void readInherited(JournalEntry entry) {
    SnapshotId id = entry.id();
    try {
      TaskSnapshot snapshot = new TaskSnapshot(id.checkpointId(), entry.snapshot(), 0, 0, 0);
      agentThread.execute(
          () -> {
            uploads.put(id, new Upload(snapshot, "task " + id.task()));
            beginUpload(id);
          });
    } catch (IOException e) {
      reports.declined(id, "its local snapshot cannot be read again: " + OneLine.of(e));
    }
  }

  /** Whether nothing is on its way to the blob store, or about to be. */
  public boolean isIdle() {
    return beingTaken.get() == 0 && uploads.isEmpty();
  }

  /** How far the running uploads are. */
  public List<UploadProgress> progress() {
    List<UploadProgress> running = new ArrayList<>();
    uploads.forEach(
        (id, upload) -> {
          if (upload.begun) {
            running.add(
                UploadProgress.newBuilder()
                    .setJobId(id.jobId())
                    .setCheckpointId(id.checkpointId())
                    .setTask(id.task())
                    .setUploadedBytes(upload.uploadedBytes)
                    .setTotalBytes(upload.totalBytes)
                    .build());
          }
        });
    return running;
  }

  private void dropJob(long jobId) {
    views.remove(jobId);
    spokenOf.remove(jobId);
    bases.forgetJob(jobId);
    inherited.forgetJob(jobId);
    uploads.keySet().stream().filter(id -> id.jobId() == jobId).toList().forEach(this::drop);
    uploader.cancelAttempts(JobPaths.root(jobId), Long.MAX_VALUE);
    workers.execute(() -> local.ofJob(jobId).forEach(local::delete));
  }

  /**
   * Of the ids that a coordinator has spoken of just the running ones go on: a newer one may end
   * before an older one. A higher id is one whose barrier was faster than the word of it.
   */
  private boolean isOver(SnapshotId id, JobView view) {
    long checkpoint = id.checkpointId();
    if (id.attempt() < view.getAttempt() || checkpoint <= view.getSettledCheckpoint()) {
      return true;
    }
    return checkpoint <= spokenOf.getOrDefault(id.jobId(), 0L)
        && view.getRunningList().stream().noneMatch(r -> r.getCheckpointId() == checkpoint);
  }

  private void drop(SnapshotId id) {
    Upload upload = uploads.remove(id);
    if (upload != null && upload.begun) {
      uploader.cancel(upload.root, id.checkpointId());
    }
  }

  /** Of what is settled only the newest completed is kept, for a restart on this machine. */
  private void prune(JobView view) {
    List<SnapshotId> over =
        local.ofJob(view.getJobId()).stream()
            .filter(id -> isOver(id, view) && id.checkpointId() != view.getCompletedCheckpoint())
            .toList();
    if (!over.isEmpty()) {
      workers.execute(() -> over.forEach(local::delete));
    }
  }

  private void beginUpload(SnapshotId id) {
    Upload upload = uploads.get(id);
    JobView view = views.get(id.jobId());
    if (upload == null || upload.begun || view == null || view.getAttempt() != id.attempt()) {
      return;
    }
    if (isOver(id, view)) {
      drop(id);
      workers.execute(() -> local.delete(id));
      return;
    }
    for (RunningCheckpoint running : view.getRunningList()) {
      if (running.getCheckpointId() == id.checkpointId()) {
        upload.begun = true;
        upload.root = JobPaths.root(id.jobId(), running);
        workers.execute(() -> uploadSoon(id, upload, running.getBaseCheckpoint()));
        return;
      }
    }
  }

  /** On a worker, for the failpoint may hold it up. */
  private void uploadSoon(SnapshotId id, Upload upload, long baseCheckpoint) {
    Failpoint.BEFORE_UPLOAD.reached();
    agentThread.execute(
        () -> {
          if (uploads.get(id) == upload) {
            upload(id, upload, baseCheckpoint);
          }
        });
  }

  private void upload(SnapshotId id, Upload upload, long baseCheckpoint) {
    long begun = System.nanoTime();
    UploadRequest request =
        new UploadRequest(
            upload.root,
            id.checkpointId(),
            id.attempt(),
            agentId,
            upload.taskName,
            upload.snapshot.local(),
            bases.find(id.jobId(), id.task(), baseCheckpoint).orElse(null),
            upload::moved);
    var unused =
        uploader
            .upload(request)
            .whenCompleteAsync(
                (stored, failure) -> {
                  if (failure != null) {
                    agentThread.execute(() -> failed(id, failure));
                  } else {
                    finish(id, upload, stored, Duration.ofNanos(System.nanoTime() - begun));
                  }
                },
                workers);
  }

  /** On a worker: the journal must hold the handle before anyone hears of it. */
  private void finish(SnapshotId id, Upload upload, StoredSnapshot stored, Duration took) {
    SnapshotHandle handle = SnapshotHandles.toWire(stored);
    Failpoint.AFTER_UPLOAD.reached();
    try {
      local.recordHandle(id, handle);
    } catch (IOException e) {
      agentThread.execute(() -> failed(id, e));
      return;
    }
    Failpoint.BEFORE_ACK.reached();
    agentThread.execute(() -> acknowledge(id, upload, stored, took));
  }

  private void acknowledge(SnapshotId id, Upload upload, StoredSnapshot stored, Duration took) {
    if (!uploads.remove(id, upload)) {
      return; // over meanwhile
    }
    if (upload.root.equals(JobPaths.root(id.jobId()))) {
      bases.put(id.jobId(), id.task(), id.checkpointId(), stored); // a savepoint is never one
    }
    reports.uploaded(id, stored.uploadedBytes(), took);
    SnapshotStats stats =
        SnapshotStats.newBuilder()
            .setAlignMillis(upload.snapshot.alignMillis())
            .setLocalMillis(upload.snapshot.localMillis())
            .setUploadMillis(took.toMillis())
            .setUploadedBytes(stored.uploadedBytes())
            .build();
    reports.complete(ack(id, SnapshotHandles.toWire(stored), stats));
  }

  private static CheckpointComplete ack(SnapshotId id, SnapshotHandle handle, SnapshotStats stats) {
    return CheckpointComplete.newBuilder()
        .setJobId(id.jobId())
        .setAttempt(id.attempt())
        .setTask(id.task())
        .setCheckpointId(id.checkpointId())
        .setHandle(handle)
        .setStats(stats)
        .build();
  }

  private void failed(SnapshotId id, @Nullable Throwable failure) {
    Upload upload = uploads.remove(id);
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (upload != null && !(cause instanceof CancellationException)) {
      reports.declined(
          id, "its snapshot cannot be uploaded: " + (cause == null ? "?" : OneLine.of(cause)));
    }
  }
}
