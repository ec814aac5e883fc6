package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.coordinator.replication.ClusterMember;
import io.cairn.coordinator.replication.GroupChangeException;
import io.cairn.process.HostPort;
import org.junit.jupiter.api.Test;

class CandidateTest {
  private static final ClusterMember C4 =
      new ClusterMember("c4", new HostPort("h", 7), new HostPort("h", 8), new HostPort("h", 9));

  private static String judged(String view) throws Exception {
    return Candidate.refusal(C4, "k1", new ObjectMapper().readTree(view.replace('\'', '"')))
        .map(GroupChangeException::reason)
        .map(Enum::name)
        .orElse("");
  }

  @Test
  void only_an_empty_one_or_one_of_this_cluster_may_join() throws Exception {
    assertEquals("", judged("{'id':'c4','raft':'h:7','clusterId':'','empty':true}"));
    assertEquals("", judged("{'id':'c4','raft':'h:7','clusterId':'k1','empty':false}"));
    assertEquals("CONFLICT", judged("{'id':'c4','raft':'h:7','clusterId':'k2','empty':false}"));
    assertEquals("CONFLICT", judged("{'id':'c4','raft':'h:7','clusterId':'','empty':false}"));
  }

  @Test
  void it_must_be_the_one_that_is_meant() throws Exception {
    assertEquals("CONFLICT", judged("{'id':'c5','raft':'h:7','empty':true}"));
    assertEquals("CONFLICT", judged("{'id':'c4','raft':'h:6','empty':true}"));
    assertEquals("CONFLICT", judged("{'detail':'some other service'}"));
    assertEquals(
        GroupChangeException.Reason.UNREACHABLE,
        Candidate.refusal(C4, "k1", null).orElseThrow().reason());
  }
}
