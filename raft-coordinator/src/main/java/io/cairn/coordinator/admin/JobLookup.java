package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import org.jspecify.annotations.Nullable;

/** Finds the job that a path names: {@code 7} and {@code job-7} are ids, all else is a name. */
final class JobLookup {
  private static final String PREFIX = "job-";

  private JobLookup() {}

  static JobState find(ClusterState state, String idOrName) {
    JobState byId = byId(state, idOrName);
    JobState found = byId == null ? state.jobNamed(idOrName) : byId;
    if (found == null) {
      throw ProblemException.of(404, "no-such-job", "there is no job '" + idOrName + "'");
    }
    return found;
  }

  /** A number of 1 or more, or a 400 that names the field. */
  static long positive(String field, String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a negative number
    }
    throw ProblemException.of(
        400, "invalid-field", field + ": should be a number of 1 or more, is '" + text + "'");
  }

  private static @Nullable JobState byId(ClusterState state, String text) {
    String digits = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    if (digits.isEmpty()
        || digits.length() > 18
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    long id = Long.parseLong(digits);
    return id == 0 ? null : state.job(new JobId(id));
  }
}
