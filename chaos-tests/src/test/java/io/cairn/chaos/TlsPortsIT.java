package io.cairn.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.cli.cluster.ClusterPlan;
import io.cairn.cli.cluster.ClusterTls;
import io.cairn.cli.cluster.LocalCluster;
import io.cairn.process.HostPort;
import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import io.cairn.process.tls.PeerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is not of the cluster gets nothing from its ports, and one line is written of it. */
class TlsPortsIT {
  @TempDir static Path directory;
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

  /** A scraper needs no certificate, and who is refused costs no line. */
  @Test
  void figuresOfAnAgent() throws Exception {
    try (LoneProcess agent = agentWithFigures()) {
      int port = HostPort.parse(agent.awaitFigures()).port();
      for (Stranger stranger : EnumSet.of(Stranger.PLAIN, Stranger.TLS_1_1)) {
        byte[] got = stranger.ask(port, PeerName.PERSON, cluster.tls().orElseThrow()::issue);
        assertEquals(0, got.length, () -> stranger + " got octets");
      }
      assertSpeaks(port, PeerName.PERSON);
    }
  }

  private static LoneProcess agentWithFigures() throws IOException {
    Path a1 = cluster.directory().resolve("config").resolve("a1.yaml");
    String yaml = LoneProcess.like(a1, "a7", directory.resolve("a7"));
    String tls = cluster.tls().orElseThrow().section(PeerName.AGENT, "a7");
    String plain = yaml.substring(0, yaml.indexOf("tls:\n"));
    String figures = "metrics: {bind: \"127.0.0.1:0\"}\n";
    return LoneProcess.start("agent", "a7", plain + tls + figures, directory);
  }

  @Test
  void eachPortSpeaksTls12And13() throws Exception {
    String raft = cluster.admin().get("cluster").path("members").path(0).path("raft").asText();
    assertSpeaks(HostPort.parse(raft).port(), PeerName.COORDINATOR);
    assertSpeaks(cluster.sessionAddresses().get(0).port(), PeerName.AGENT);
    JsonNode agent = cluster.admin().get("agents").path("agents").path(0);
    assertSpeaks(agent.path("port").asInt(), PeerName.AGENT);
    assertSpeaks(cluster.adminAddresses().get(0).port(), PeerName.PERSON);
  }

  private static void assertSpeaks(int port, String kind) throws Exception {
    Instant now = Instant.now();
    Validity valid = new Validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
    Issued issued = cluster.tls().orElseThrow().issue(new PeerName(kind, "x1"), valid);
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      assertEquals(version, Stranger.handshake(port, version, issued));
    }
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
    assertEquals(List.of("a1", "a2"), agents());
    assertEquals(List.of(), cluster.dead());
  }

  /** All but the one that a test starts, which may have gone. */
  private static List<String> agents() throws InterruptedException {
    List<String> ids = new ArrayList<>();
    cluster.admin().get("agents").path("agents").forEach(a -> ids.add(a.path("id").asText()));
    ids.remove("a7");
    return ids;
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
