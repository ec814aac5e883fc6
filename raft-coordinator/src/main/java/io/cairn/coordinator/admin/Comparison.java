package io.cairn.coordinator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.ReplicaStatus;
import io.cairn.process.HostPort;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges the other replicas against this one at a common index. Pure but for the group's hashes.
 */
final class Comparison {
  /** What a replica looks like from here. */
  enum Verdict {
    /** Its state is equal at a common index. */
    OK,
    /** It has not applied what is committed, though it was given time. */
    LAGS,
    /** It answers, but no index is known to both any more. */
    NOT_COMPARED,
    /** It holds nothing: it waits for the log. */
    EMPTY,
    /** It does not answer. */
    UNREACHABLE,
    /** It belongs to another cluster, or is another member. */
    FOREIGN,
    /** Its state is another at the same index: a broken invariant. */
    DIFFERS
  }

  /**
   * One replica.
   *
   * @param role LEADER, FOLLOWER or NOT_VOTING
   * @param lag entries that it has yet to apply, seen from the one that answers
   * @param stateHash at the compared index, else at its own; empty when unknown
   * @param detail for a person; empty when all is well
   */
  record MemberHealth(
      String id,
      String raft,
      String session,
      String admin,
      String role,
      Verdict verdict,
      long term,
      long appliedIndex,
      long lastLogIndex,
      long lag,
      String stateHash,
      String detail) {}

  /** An answer to {@link ReplicaRoute}, or why there is none. */
  record Answer(ClusterMember member, @Nullable JsonNode status, String failure) {}

  private final Cluster cluster;
  private final ReplicaStatus self;
  private final String leader;

  /** Against this replica as it was at a moment. */
  Comparison(Cluster cluster, ReplicaStatus self) {
    this.cluster = cluster;
    this.self = self;
    this.leader = cluster.replica().leadership().leaderId().orElse("");
  }

  List<MemberHealth> judge(List<Answer> answers) {
    return answers.stream().map(this::judge).toList();
  }

  private MemberHealth judge(Answer answer) {
    JsonNode status = answer.status();
    if (status == null) {
      return health(answer.member(), Verdict.UNREACHABLE, null, answer.failure());
    }
    String id = status.path("id").asText();
    String theirs = status.path("clusterId").asText();
    String ours = cluster.replica().state().clusterId();
    if (!id.equals(answer.member().id())) {
      return health(answer.member(), Verdict.FOREIGN, status, id + " answers at its address");
    }
    if (theirs.isEmpty()) {
      return health(answer.member(), Verdict.EMPTY, status, "it waits for the log");
    }
    if (!theirs.equals(ours)) {
      return health(answer.member(), Verdict.FOREIGN, status, "it is of the cluster " + theirs);
    }
    return compare(answer.member(), status);
  }

  private MemberHealth compare(ClusterMember member, JsonNode status) {
    long index = status.path("appliedIndex").asLong();
    String asked = status.path("askedHash").asText("");
    if (!asked.isEmpty() && status.path("askedIndex").asLong() == self.appliedIndex()) {
      return agreed(member, status, asked, ReplicaRoute.hex(self.stateHash()), self.appliedIndex());
    }
    if (index < self.appliedIndex()) {
      return health(
          member, Verdict.LAGS, status, (self.appliedIndex() - index) + " entries behind");
    }
    OptionalLong here = cluster.group().stateHashAt(index);
    return here.isPresent()
        ? agreed(
            member,
            status,
            status.path("stateHash").asText(),
            ReplicaRoute.hex(here.getAsLong()),
            index)
        : health(member, Verdict.NOT_COMPARED, status, "no index is known to both any more");
  }

  private MemberHealth agreed(
      ClusterMember member, JsonNode status, String theirs, String ours, long index) {
    return theirs.equals(ours)
        ? health(member, Verdict.OK, status, "")
        : health(
            member,
            Verdict.DIFFERS,
            status,
            "its state at index " + index + " is " + theirs + ", here it is " + ours);
  }

  private MemberHealth health(
      ClusterMember member, Verdict verdict, @Nullable JsonNode status, String detail) {
    long applied = status == null ? 0 : status.path("appliedIndex").asLong();
    return new MemberHealth(
        member.id(),
        member.raft().toString(),
        member.session().toString(),
        member.admin().toString(),
        role(member),
        verdict,
        status == null ? 0 : status.path("term").asLong(),
        applied,
        status == null ? 0 : status.path("lastLogIndex").asLong(),
        status == null ? 0 : Math.max(0, self.lastLogIndex() - applied),
        status == null ? "" : status.path("stateHash").asText(),
        detail);
  }

  private String role(ClusterMember member) {
    if (member.id().equals(leader)) {
      return "LEADER";
    }
    List<HostPort> voters = self.voters();
    // None is known before the first entry after a start is applied: then all that are named vote.
    return voters.isEmpty() || voters.contains(member.raft()) ? "FOLLOWER" : "NOT_VOTING";
  }
}
