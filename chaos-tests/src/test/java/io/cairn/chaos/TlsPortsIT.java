package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.ClusterTls;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.process.HostPort;
import io.cairn.process.tls.PeerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is not of the cluster gets nothing from its ports, and one line is written of it. */
class TlsPortsIT {
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    ClusterPlan plan = ClusterPlan.small("tls-ports", ClusterPlan.Store.FILE, false).withTls();
    cluster = LocalCluster.create(plan, System.out::println);
    cluster.start();
    Await.until(
        FlightDelaysRun.BOUND,
        () -> cluster.admin().get("agents").path("agents").size() == 2,
        () -> "two agents");
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @Test
  void raft() throws Exception {
    String address = cluster.admin().get("cluster").path("members").path(0).path("raft").asText();
    String leaderBefore = leader();
    assertRefuses("c1", HostPort.parse(address), PeerName.COORDINATOR, Set.of());
    assertEquals(leaderBefore, leader(), "a stranger ends no leadership");
  }

  @Test
  void sessions() throws Exception {
    HostPort address = cluster.sessionAddresses().get(0);
    assertRefuses("c1", address, PeerName.AGENT, Set.of());
  }

  @Test
  void dataChannels() throws Exception {
    JsonNode agent = cluster.admin().get("agents").path("agents").path(0);
    HostPort address = new HostPort(agent.path("host").asText(), agent.path("port").asInt());
    assertRefuses(agent.path("id").asText(), address, PeerName.AGENT, Set.of());
  }

  /** People come with a token, or their certificate: what they may is decided behind TLS. */
  @Test
  void admin() throws Exception {
    HostPort address = cluster.adminAddresses().get(0);
    assertRefuses(
        "c1", address, PeerName.PERSON, EnumSet.of(Stranger.NO_CERTIFICATE, Stranger.PERSON));
  }

  private static void assertRefuses(
      String process, HostPort address, String kind, Set<Stranger> welcome) throws Exception {
    ClusterTls tls = cluster.tls().orElseThrow();
    for (Stranger stranger : EnumSet.allOf(Stranger.class)) {
      if (welcome.contains(stranger)) {
        continue;
      }
      List<String> before = refusals(process);
      byte[] got = stranger.ask(address.port(), kind, tls::issue);
      assertEquals(0, got.length, () -> stranger + " got octets");
      Await.until(
          FlightDelaysRun.BOUND,
          () -> refusals(process).size() > before.size(),
          () -> "a line of " + process + " about " + stranger);
      List<String> said = refusals(process).subList(before.size(), refusals(process).size());
      assertEquals(
          List.of(true),
          said.stream().map(line -> line.contains(stranger.line())).toList(),
          () -> stranger + ": " + said);
    }
    assertEquals(2, cluster.admin().get("agents").path("agents").size());
    assertEquals(List.of(), cluster.dead());
  }

  private static String leader() throws InterruptedException {
    return cluster.admin().get("cluster").path("leader").toString();
  }

  private static List<String> refusals(String process) throws IOException {
    Path log = cluster.directory().resolve("logs").resolve(process + ".log");
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("closing the connection"))
        .toList();
  }
}
