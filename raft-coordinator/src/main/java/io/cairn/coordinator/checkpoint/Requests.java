package io.cairn.coordinator.checkpoint;

import java.util.function.Supplier;

/** People's requests have an id, and a repeated one gets the first one's outcome. */
final class Requests {
  private Requests() {}

  static Verdict once(ClusterState state, String kind, String requestId, Supplier<Verdict> rule) {
    if (requestId.isEmpty()) {
      return Verdict.rejected(state, Outcome.Code.INVALID, "the request id is empty");
    }
    String key = kind + ":" + requestId;
    Outcome known = state.requests().answerOf(key);
    if (known != null) {
      return new Verdict(state, known);
    }
    Verdict verdict = rule.get();
    ClusterState next = verdict.next();
    return new Verdict(
        next.withRequests(next.requests().plus(key, verdict.outcome())), verdict.outcome());
  }
}
