package io.cairn.coordinator.admin;

import java.util.List;
import java.util.Map;

/**
 * A request whose body has been read.
 *
 * @param path the raw path with its query, to pass the request on
 * @param segments the decoded path below {@code /api/v1}
 * @param query the decoded query; of repeated names the last
 * @param body at most {@link Limits#MAX_JSON_BYTES}
 * @param caller who asks
 */
record Call(
    String method,
    String path,
    List<String> segments,
    Map<String, String> query,
    String body,
    Caller caller) {
  /** Whether another coordinator passed it on: it is not passed on again. */
  boolean forwarded() {
    return !caller.via().isEmpty();
  }

  /** The segment at a place that the route has checked to be there. */
  String segment(int index) {
    return segments.get(index);
  }

  /** Whether the caller is content with what this replica happens to know. */
  boolean wantsStale() {
    String consistency = query.getOrDefault("consistency", "linearizable");
    return switch (consistency) {
      case "linearizable" -> false;
      case "stale" -> true;
      default ->
          throw ProblemException.of(
              400,
              "invalid-field",
              "consistency: should be linearizable or stale, is '" + consistency + "'");
    };
  }
}
