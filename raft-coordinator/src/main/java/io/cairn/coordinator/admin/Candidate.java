package io.cairn.coordinator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.GroupChangeException;
import io.cairn.coordinator.replication.GroupChangeException.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a coordinator may be added, by what it says of itself. Raft would not ask: it would give
 * its log to a replica of another cluster, and destroy that one's. Pure.
 */
final class Candidate {
  private Candidate() {}

  /**
   * Why it is refused; empty when it is not.
   *
   * @param ours the id of the cluster that it is to join
   * @param view its answer to {@link ReplicaRoute}; null: none
   */
  static Optional<GroupChangeException> refusal(
      ClusterMember member, String ours, @Nullable JsonNode view) {
    if (view == null) {
      return refused(
          Reason.UNREACHABLE,
          "no coordinator answers at "
              + member.admin()
              + ", the admin address of "
              + member.id()
              + "; start it first, with bootstrap: false and an empty data directory");
    }
    String id = view.path("id").asText();
    String raft = view.path("raft").asText();
    if (!id.equals(member.id()) || !raft.equals(member.raft().toString())) {
      return refused(
          Reason.CONFLICT,
          "the coordinator at "
              + member.admin()
              + " calls itself "
              + id
              + " with the raft address "
              + raft
              + ", not "
              + member.id()
              + " with "
              + member.raft());
    }
    String theirs = view.path("clusterId").asText();
    if (!view.path("empty").asBoolean(false) && !theirs.equals(ours)) {
      return refused(
          Reason.CONFLICT,
          member.id()
              + " holds a log already, of the cluster "
              + (theirs.isEmpty() ? "that it was in before" : theirs)
              + "; stop it and move its data directory away first");
    }
    return Optional.empty();
  }

  private static Optional<GroupChangeException> refused(Reason reason, String why) {
    return Optional.of(new GroupChangeException(reason, why));
  }
}
