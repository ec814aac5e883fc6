package io.cairn.coordinator.checkpoint;

/** What one event leads to. */
record Verdict(ClusterState next, Outcome outcome) {
  static Verdict accepted(ClusterState next) {
    return new Verdict(next, Outcome.Accepted.WITHOUT_ID);
  }

  static Verdict accepted(ClusterState next, long allocated) {
    return new Verdict(next, new Outcome.Accepted(allocated));
  }

  static Verdict ignored(ClusterState same, String reason) {
    return new Verdict(same, new Outcome.Ignored(reason));
  }

  static Verdict rejected(ClusterState same, Outcome.Code code, String reason) {
    return new Verdict(same, new Outcome.Rejected(code, Text.reason(reason)));
  }
}
