package io.cairn.coordinator.checkpoint;

/** How time enters the state. */
final class Clocks {
  private Clocks() {}

  /** Elapsed time adds up, saturating; the wall clock never runs backwards. */
  static ClusterState advance(ClusterState state, long elapsedMillis, long wallMillis) {
    long elapsed = state.elapsedMillis() + elapsedMillis;
    return state.withTime(
        elapsed < 0 ? Long.MAX_VALUE : elapsed, Math.max(state.wallMillis(), wallMillis));
  }
}
