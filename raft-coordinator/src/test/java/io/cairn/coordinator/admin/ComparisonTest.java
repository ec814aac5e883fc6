package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.checkpoint.Event;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.CurrentMembership;
import io.cairn.coordinator.replication.InMemoryReplicatedState;
import io.cairn.coordinator.replication.Membership;
import io.cairn.coordinator.replication.ReplicaStatus;
import io.cairn.process.HostPort;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final HostPort RAFT = new HostPort("127.0.0.1", 1);

  private final InMemoryReplicatedState replica = new InMemoryReplicatedState();
  private final ClusterMember self = new ClusterMember("c1", RAFT, RAFT, RAFT);
  private Cluster cluster;
  private ReplicaStatus status;

  @BeforeEach
  void begin() {
    replica.applyAsOther(List.of(new Event.Bootstrap("k1")));
    replica.takeLeadership();
    SilentGroup group = new SilentGroup(replica);
    cluster =
        new Cluster(
            replica,
            group,
            new CurrentMembership(new Membership("c1", List.of(self)), replica::state));
    status = group.status();
  }

  private Comparison.MemberHealth judged(String json) throws Exception {
    JsonNode answer = new ObjectMapper().readTree(json.formatted(status.appliedIndex(), hash()));
    return new Comparison(cluster, status)
        .judge(List.of(new Comparison.Answer(self, answer, "")))
        .get(0);
  }

  private String hash() {
    return ReplicaRoute.hex(status.stateHash());
  }

  private void assertJudged(Comparison.Verdict verdict, String json) throws Exception {
    assertEquals(verdict, judged(json).verdict(), json);
  }

  @Test
  void the_asked_index_is_compared_first() throws Exception {
    String same = "{'id':'c1','clusterId':'k1','appliedIndex':99,'askedIndex':%d,'askedHash':'%s'}";
    assertJudged(Comparison.Verdict.OK, json(same));
    assertJudged(Comparison.Verdict.DIFFERS, json(same.replace("%s", "00%%s")));
  }

  @Test
  void without_it_the_replica_s_own_index_is_compared_if_it_is_known_here() throws Exception {
    String own = "{'id':'c1','clusterId':'k1','appliedIndex':%d,'stateHash':'%s'}";
    assertJudged(Comparison.Verdict.OK, json(own));
    assertJudged(Comparison.Verdict.DIFFERS, json(own.replace("%s", "00%%s")));
    assertJudged(Comparison.Verdict.NOT_COMPARED, json(own.replace("%d", "%d7")));
    assertJudged(Comparison.Verdict.LAGS, json(own.replace("%d", "0")).replace("%s", "x"));
  }

  @Test
  void who_is_empty_foreign_or_silent_is_not_compared() throws Exception {
    assertJudged(Comparison.Verdict.EMPTY, json("{'id':'c1','clusterId':''}"));
    assertJudged(Comparison.Verdict.FOREIGN, json("{'id':'c1','clusterId':'k2'}"));
    assertJudged(Comparison.Verdict.FOREIGN, json("{'id':'c7','clusterId':'k1'}"));
    Comparison.MemberHealth silent =
        new Comparison(cluster, status)
            .judge(List.of(new Comparison.Answer(self, null, "no answer at h:3")))
            .get(0);
    assertEquals(Comparison.Verdict.UNREACHABLE, silent.verdict());
    assertEquals("no answer at h:3", silent.detail());
  }

  private static String json(String quoted) {
    return quoted.replace('\'', '"').replace("00%%s", "00%s");
  }
}
