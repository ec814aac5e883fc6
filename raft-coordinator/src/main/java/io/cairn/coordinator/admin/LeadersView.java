package io.cairn.coordinator.admin;

import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.LeaderTerm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /leaders}: who led when, newest first, as the log tells.
 *
 * @param changes how often a leader began, also those that are forgotten
 */
record LeadersView(long changes, List<TermView> leaders) {
  /**
   * One leader's time.
   *
   * @param number in the order of the log
   * @param startedAt milliseconds since 1970, by that leader's clock
   * @param endedAt when the next one began; null while none has
   */
  record TermView(long number, long term, String id, long startedAt, @Nullable Long endedAt) {}

  static LeadersView of(ClusterState state, int limit) {
    List<TermView> views = new ArrayList<>();
    Long endedAt = null;
    for (LeaderTerm leader : state.members().leaders().descendingValues()) {
      if (views.size() == limit) {
        break;
      }
      views.add(
          new TermView(
              leader.number(),
              leader.term(),
              leader.leader(),
              leader.startedWallMillis(),
              endedAt));
      endedAt = leader.startedWallMillis();
    }
    LeaderTerm last = state.members().lastLeader();
    return new LeadersView(last == null ? 0 : last.number(), views);
  }
}
