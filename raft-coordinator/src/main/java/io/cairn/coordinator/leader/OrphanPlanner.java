package io.cairn.coordinator.leader;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.CheckpointStatus;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.SegmentPath;
import io.cairn.coordinator.leader.OrphanPlan.JobSpace;
import io.cairn.coordinator.leader.OrphanPlan.Kept;
import io.cairn.coordinator.leader.OrphanPlan.Orphan;
import io.cairn.coordinator.leader.OrphanPlan.Why;
import io.cairn.storage.blob.BlobInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which listed files are orphans. Pure.
 *
 * <p>Right only when the state was read <em>after</em> the listing was made, linearizably: then
 * every file that is listed belongs to an id that the state knows. What is decided rests on facts
 * that never change again: a decided checkpoint stays decided, and a segment that is not live and
 * not of a running checkpoint never becomes live. So a plan may be followed at any later time, by
 * anybody, twice. The age of a file says nothing.
 */
final class OrphanPlanner {
  private static final Pattern SEGMENT = Pattern.compile("([0-9]{1,18})-[0-9]{1,18}-.+\\.seg");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final ClusterState state;
  private final List<Orphan> metadata = new ArrayList<>();
  private final List<Orphan> segments = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<JobSpace> space = new ArrayList<>();

  private OrphanPlanner(ClusterState state) {
    this.state = state;
  }

  static OrphanPlan plan(StoreListing listing, ClusterState readAfterwards) {
    OrphanPlanner planner = new OrphanPlanner(readAfterwards);
    listing.jobs().forEach(planner::job);
    List<Orphan> delete = new ArrayList<>(planner.metadata);
    delete.addAll(planner.segments);
    return new OrphanPlan(delete, planner.kept, planner.space);
  }

  private void job(StoreListing.JobFolder folder) {
    JobState job =
        NUMBER.matcher(folder.name()).matches()
            ? state.job(new JobId(Long.parseLong(folder.name())))
            : null;
    if (job == null) {
      for (BlobInfo file : folder.segments()) {
        keep(file, "its job is not in the state (any more)");
      }
      for (BlobInfo directory : folder.checkpoints()) {
        keep(directory, "its job is not in the state (any more)");
      }
      return;
    }
    Set<String> dead = new HashSet<>();
    for (BlobInfo directory : folder.checkpoints()) {
      if (checkpoint(job, directory)) {
        dead.add(StorePaths.metadata(directory.path()));
      }
    }
    List<String> unreadable = new ArrayList<>(folder.unreadable());
    unreadable.removeAll(dead);
    long live = 0;
    for (BlobInfo file : folder.segments()) {
      live += segment(job, file, folder, dead, unreadable);
    }
    CheckpointState newest = job.checkpoint(job.newestCompleted());
    space.add(
        new JobSpace(job.id().value(), live, newest == null ? 0 : newest.tally().stateBytes()));
  }

  /** Whether the directory is of a discarded checkpoint: an orphan. */
  private boolean checkpoint(JobState job, BlobInfo directory) {
    if (!directory.directory() || !NUMBER.matcher(directory.name()).matches()) {
      keep(directory, "no checkpoint's name");
      return false;
    }
    CheckpointId id = new CheckpointId(Long.parseLong(directory.name()));
    if (isUnknown(job, id)) {
      keep(directory, "the log knows no checkpoint " + id + " of " + job.id());
      return false;
    }
    CheckpointState checkpoint = job.checkpoint(id);
    if (checkpoint != null && checkpoint.status() != CheckpointStatus.DISCARDED) {
      return false; // needed, or deleted by the reconciler, which says so in the log
    }
    metadata.add(
        new Orphan(
            directory.path(),
            Why.DEAD_METADATA,
            directory.length(),
            "checkpoint " + id + " of " + job.id() + " is discarded"));
    return true;
  }

  /** The bytes of the segment if it is live, else 0. */
  private long segment(
      JobState job,
      BlobInfo file,
      StoreListing.JobFolder folder,
      Set<String> dead,
      List<String> unreadable) {
    SegmentPath path = parse(file);
    Matcher name = SEGMENT.matcher(file.name());
    if (file.directory() || path == null || !name.matches()) {
      keep(file, "no segment's name");
      return 0;
    }
    if (job.files().isLive(path)) {
      return file.length();
    }
    CheckpointId id = new CheckpointId(Long.parseLong(name.group(1)));
    if (isUnknown(job, id)) {
      keep(file, "the log knows no checkpoint " + id + " of " + job.id());
      return 0;
    }
    CheckpointState checkpoint = job.checkpoint(id);
    boolean running = checkpoint != null && checkpoint.status().isUnfinished();
    if (running || job.files().condemned().contains(path)) {
      return 0; // may still be acknowledged, or is being deleted by the reconciler
    }
    if (!unreadable.isEmpty()) {
      keep(file, unreadable.get(0) + " cannot be read and could refer to it");
      return 0;
    }
    String referrer = referrer(folder, path, dead);
    if (referrer != null) {
      keep(file, referrer + " refers to it");
      return 0;
    }
    segments.add(
        new Orphan(
            file.path(),
            Why.DEAD_UPLOAD,
            file.length(),
            "checkpoint " + id + " of " + job.id() + " is decided and nothing refers to it"));
    return 0;
  }

  private static @Nullable String referrer(
      StoreListing.JobFolder folder, SegmentPath path, Set<String> dead) {
    for (StoreListing.Reference reference : folder.referred()) {
      boolean alive = !dead.contains(StorePaths.metadata(reference.directory()));
      if (alive && reference.segments().contains(path.value())) {
        return reference.directory();
      }
    }
    return null;
  }

  private static boolean isUnknown(JobState job, CheckpointId id) {
    return id.value() < 1 || id.value() > job.counters().lastCheckpoint().value();
  }

  private static @Nullable SegmentPath parse(BlobInfo file) {
    try {
      return new SegmentPath("segments/" + file.name());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void keep(BlobInfo file, String reason) {
    kept.add(new Kept(file.path(), file.length(), reason));
  }
}
