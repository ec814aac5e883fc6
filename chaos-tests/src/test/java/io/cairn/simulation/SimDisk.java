package io.cairn.simulation;

import io.cairn.protocol.v1.Deploy;
import io.cairn.protocol.v1.HostedAttempt;
import io.cairn.protocol.v1.JobView;
import io.cairn.protocol.v1.RunningCheckpoint;
import io.cairn.protocol.v1.SnapshotHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What of an agent outlives its process: the local snapshots, with their journal. */
final class SimDisk {
  private final Map<String, Kept> kept = new TreeMap<>();
  private final Map<String, SnapshotHandle> uploaded = new TreeMap<>();
  private final Set<String> inherited = new HashSet<>();

  /** A snapshot, with the deployment whose task took it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(Deploy deploy, int task, long checkpoint, byte[] state) {
    private String key() {
      return SimDisk.key(deploy.getJobId(), deploy.getAttempt(), checkpoint, task);
    }
  }

  /** A snapshot whose upload an earlier process did not finish, and the checkpoint it is for. */
  record Wanted(Kept kept, RunningCheckpoint running) {}

  private static String key(long job, long attempt, long checkpoint, int task) {
    return job + "/" + attempt + "/" + checkpoint + "/" + task;
  }

  /** The journal knows the handle before any ack is sent. */
  void uploaded(SimAttempt attempt, long checkpoint, int task, SnapshotHandle handle) {
    uploaded.put(key(attempt.jobId(), attempt.attempt(), checkpoint, task), handle);
  }

  /** Where an earlier process has put it; null if it has not. */
  SnapshotHandle handle(Kept snapshot) {
    return uploaded.get(snapshot.key());
  }

  void put(Kept snapshot) {
    kept.put(snapshot.key(), snapshot);
  }

  /** Another process has the disk now. */
  void restarted() {
    inherited.clear();
    inherited.addAll(kept.keySet());
  }

  /** Besides the attempts that run, one of each job that has snapshots here. */
  List<HostedAttempt> hosted(List<HostedAttempt> running) {
    List<HostedAttempt> all = new ArrayList<>(running);
    for (Kept snapshot : kept.values()) {
      long job = snapshot.deploy().getJobId();
      if (all.stream().noneMatch(hosted -> hosted.getJobId() == job)) {
        all.add(
            HostedAttempt.newBuilder()
                .setJobId(job)
                .setAttempt(snapshot.deploy().getAttempt())
                .build());
      }
    }
    return all;
  }

  /** Forgets what is over; gives, once, what an earlier process took and acks are wanted of. */
  List<Wanted> takeWanted(JobView view) {
    kept.values().removeIf(snapshot -> isOver(snapshot, view));
    inherited.retainAll(kept.keySet());
    uploaded.keySet().retainAll(kept.keySet());
    List<Wanted> wanted = new ArrayList<>();
    for (RunningCheckpoint running : view.getRunningList()) {
      for (Kept snapshot : kept.values()) {
        if (running.getAcksWanted()
            && snapshot.deploy().getJobId() == view.getJobId()
            && snapshot.deploy().getAttempt() == view.getAttempt()
            && snapshot.checkpoint() == running.getCheckpointId()
            && inherited.remove(snapshot.key())) {
          wanted.add(new Wanted(snapshot, running));
        }
      }
    }
    return wanted;
  }

  private static boolean isOver(Kept snapshot, JobView view) {
    return snapshot.deploy().getJobId() == view.getJobId()
        && (view.getEnded()
            || snapshot.deploy().getAttempt() < view.getAttempt()
            || snapshot.checkpoint() <= view.getSettledCheckpoint());
  }
}
