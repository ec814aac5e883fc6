package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.CheckpointId;
import io.cairn.coordinator.checkpoint.CheckpointState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.RestoreWish;
import io.cairn.coordinator.checkpoint.SavepointInfo;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From which cut a job is to begin: a savepoint, as {@code JOB/NAME} or as the path of its
 * directory below the blob store's root; else where the last job of its name was, unless it begins
 * afresh.
 *
 * @param fresh whether the job begins empty
 * @param savepoint as it was typed; empty: none
 * @param dropped operators whose state is not wanted
 */
record RestoreReader(boolean fresh, String savepoint, List<String> dropped) {
  private static final Pattern NAMED = Pattern.compile("([^/]+)/([a-z0-9][a-z0-9-]{0,63})");
  private static final Pattern PATH =
      Pattern.compile("/?jobs/([0-9]{1,18})/savepoints/([a-z0-9-]{1,64})-([0-9]{1,18})/?");

  static RestoreReader read(JsonFields body) {
    if (!body.has("restore")) {
      return new RestoreReader(false, "", List.of());
    }
    JsonFields fields = body.object("restore");
    boolean fresh = fields.flag("fresh");
    String savepoint = fields.has("savepoint") ? fields.text("savepoint") : "";
    List<String> dropped = fields.textList("dropState");
    if (fresh && (!savepoint.isEmpty() || !dropped.isEmpty())) {
      throw fields.wrong("fresh", "goes with neither a savepoint nor state to drop");
    }
    return new RestoreReader(fresh, savepoint, dropped);
  }

  /** What is meant, by what the leader knows; null when the job begins empty. */
  @Nullable RestoreWish find(ClusterState state) {
    if (fresh) {
      return null;
    }
    if (savepoint.isEmpty()) {
      return continuing();
    }
    Matcher path = PATH.matcher(savepoint);
    Matcher named = NAMED.matcher(savepoint);
    try {
      if (path.matches()) {
        JobState job = JobLookup.find(state, "job-" + path.group(1));
        return new RestoreWish(job.id(), nameAt(job, path), dropped, true);
      } else if (named.matches()) {
        JobState job = JobLookup.find(state, named.group(1));
        return new RestoreWish(job.id(), named.group(2), dropped, true);
      }
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(400, "invalid-field", "restore: " + e.getMessage());
    }
    throw ProblemException.of(
        400,
        "invalid-field",
        "restore.savepoint: should be JOB/NAME, or jobs/<id>/savepoints/<directory> below the"
            + " blob store's root, is '"
            + savepoint
            + "'");
  }

  private RestoreWish continuing() {
    try {
      return RestoreWish.continuing(dropped);
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(400, "invalid-field", "restore: " + e.getMessage());
    }
  }

  private String nameAt(JobState job, Matcher path) {
    CheckpointState found = job.checkpoint(new CheckpointId(Long.parseLong(path.group(3))));
    SavepointInfo info = found == null ? null : found.savepoint();
    if (info == null || !info.name().equals(path.group(2))) {
      throw ProblemException.of(
          404, "no-such-savepoint", "this cluster has no savepoint in '" + savepoint + "'");
    }
    return info.name();
  }
}
