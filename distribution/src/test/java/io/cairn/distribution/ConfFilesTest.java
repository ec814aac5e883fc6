package io.cairn.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.agent.app.AgentConfig;
import io.cairn.coordinator.app.CoordinatorConfig;
import io.cairn.process.tls.CertificateAuthority;
import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import io.cairn.process.tls.PeerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in conf can be used as they are, show every key, and tell the true defaults. */
class ConfFilesTest {
  private static final Path CONF = Path.of("src/conf");

  /** A key that is commented out: no space after the #, or the two of its indentation. */
  private static final Pattern OPTION = Pattern.compile("#(?:  )*\\w+:.*");

  /** The first cell of a row of the tables: one key or several. */
  private static final Pattern DOCUMENTED = Pattern.compile("\\| ((?:`[^`]+`(?:, )?)+) \\|.*");

  @TempDir private Path scratch;

  @Test
  void theCoordinatorsFileTellsTheTrueDefaults() throws IOException {
    CoordinatorConfig plain = CoordinatorConfig.read(CONF.resolve("coordinator.yaml"));
    issueCertificates(new PeerName(PeerName.COORDINATOR, "c1"));
    CoordinatorConfig full = CoordinatorConfig.read(withEveryKey("coordinator.yaml"));
    assertEquals(plain.replication(), full.replication());
    assertEquals(plain.self(), full.self());
    assertEquals(plain.agentLease(), full.agentLease());
    assertEquals(plain.orphanSweep(), full.orphanSweep());
    assertEquals(plain.blobStore(), full.blobStore());
    assertTrue(plain.tls().isEmpty() && full.tls().isPresent(), "TLS is off unless given");
  }

  @Test
  void theAgentsFileTellsTheTrueDefaults() throws IOException {
    AgentConfig plain = AgentConfig.read(CONF.resolve("agent.yaml"));
    issueCertificates(new PeerName(PeerName.AGENT, "a1"));
    AgentConfig full = AgentConfig.read(withEveryKey("agent.yaml"));
    assertEquals(plain.slots(), full.slots());
    assertEquals(plain.advertisedHost(), full.advertisedHost());
    assertEquals(plain.uploadBytesPerSecond(), full.uploadBytesPerSecond());
    assertEquals(plain.stateMemory(), full.stateMemory());
  }

  @Test
  void everyDocumentedKeyIsThere() throws IOException {
    String reference = Files.readString(Path.of("../docs/configuration.md"), UTF_8);
    int agent = reference.indexOf("\n## Agent");
    int rest = reference.indexOf("\n## ", agent + 1);
    assertTrue(agent > 0 && rest > agent, "docs/configuration.md has its two tables");
    assertShown(reference.substring(0, agent), "coordinator.yaml");
    assertShown(reference.substring(agent, rest), "agent.yaml");
  }

  private static void assertShown(String reference, String name) throws IOException {
    String file = Files.readString(CONF.resolve(name), UTF_8);
    int keys = 0;
    for (String line : reference.lines().toList()) {
      Matcher row = DOCUMENTED.matcher(line);
      if (row.matches()) {
        for (String cell : row.group(1).split(", ", -1)) {
          String path = cell.replace("`", "").replace("[]", "");
          String key = path.substring(path.lastIndexOf('.') + 1);
          assertTrue(
              Pattern.compile("(?m)[#{ ]*\\b" + key + ": ?").matcher(file).find(),
              () -> path + " is documented, but not shown in conf/" + name);
          keys++;
        }
      }
    }
    assertTrue(keys > 8, "only " + keys + " keys were found for " + name);
  }

  /** What the section of TLS names: it is checked like everything else. */
  private void issueCertificates(PeerName peer) throws IOException {
    Instant now = Instant.now();
    Validity validity = new Validity(now.minusSeconds(60), now.plusSeconds(3600));
    CertificateAuthority authority = CertificateAuthority.create("test", validity);
    Issued issued = authority.issue(peer, List.of("127.0.0.1"), validity);
    Files.writeString(scratch.resolve("authorities.pem"), authority.self().certificatePem());
    Files.writeString(scratch.resolve(peer.id() + ".pem"), issued.certificatePem());
    Files.writeString(scratch.resolve(peer.id() + ".key"), issued.keyPem());
  }

  /** The file with every key uncommented; the directories that it names must exist. */
  private Path withEveryKey(String name) throws IOException {
    String text =
        Files.readString(CONF.resolve(name), UTF_8)
            .lines()
            .map(line -> OPTION.matcher(line).matches() ? line.substring(1) : line)
            .collect(Collectors.joining("\n", "", "\n"));
    assertTrue(text.contains("\nhadoop: {}"), name);
    Path file = scratch.resolve(name);
    String here = scratch.toString();
    return Files.writeString(
        file, text.replace("/etc/hadoop/conf", here).replace("/etc/cairn/tls", here), UTF_8);
  }
}
