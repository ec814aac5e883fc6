package io.cairn.process.tls;

import static io.cairn.process.tls.TestCertificates.A1;
import static io.cairn.process.tls.TestCertificates.C1;
import static io.cairn.process.tls.TestCertificates.LOOPBACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.config.ConfigException;
import io.cairn.process.config.ConfigFile;
import io.cairn.process.config.ConfigSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSettingsTest {
  @TempDir private Path directory;
  private TestCertificates files;

  @BeforeEach
  void issue() throws IOException {
    files = new TestCertificates(directory);
    files.issue(C1, TestCertificates.valid());
  }

  private Optional<TlsSettings> read(PeerName self, List<String> hosts) {
    String text =
        "tls:\n  certificate: %s\n  key: %s\n  authorities: %s\n"
            .formatted(files.certificate(), files.key(), files.authorities());
    ConfigSection top = ConfigFile.parse("c.yaml", text);
    Optional<TlsSettings> settings = TlsSettings.read(top, self, hosts);
    top.rejectUnknownKeys();
    return settings;
  }

  private void assertRefused(String line, String what) {
    assertRefused(line, what, C1, LOOPBACK);
  }

  private void assertRefused(String line, String what, PeerName self, List<String> hosts) {
    String told = assertThrows(ConfigException.class, () -> read(self, hosts)).getMessage();
    assertTrue(told.startsWith("c.yaml:" + line + ": "), told);
    assertTrue(told.contains(what), told);
    assertFalse(told.contains("\n"), told);
  }

  @Test
  void goodFilesAreTaken() {
    assertEquals(files.certificate(), read(C1, LOOPBACK).orElseThrow().certificate());
  }

  @Test
  void withoutTheSectionThereIsNone() {
    assertTrue(TlsSettings.read(ConfigFile.parse("c.yaml", "id: c1"), C1, LOOPBACK).isEmpty());
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(files.key());
    assertRefused("3: tls.key", "does not exist");
  }

  @Test
  void whatIsNoPemIsRefused() throws IOException {
    Files.writeString(files.certificate(), "not a certificate");
    assertRefused("2: tls.certificate", "holds no certificate");
  }

  @Test
  void damagedPemIsRefused() throws IOException {
    String good = Files.readString(files.certificate());
    Files.writeString(files.certificate(), good.replace("MII", "MIJ"));
    assertRefused("2: tls.certificate", "cannot be read");
  }

  @Test
  void noAuthoritiesAreRefused() throws IOException {
    Files.writeString(files.authorities(), "");
    assertRefused("4: tls.authorities", "holds no certificate");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws IOException {
    String key = Files.readString(files.key());
    files.issue(C1, TestCertificates.valid());
    Files.writeString(files.key(), key);
    assertRefused("3: tls.key", "is not the key of the certificate");
  }

  @Test
  void aKeyInAnotherFormIsRefusedWithTheWayOut() throws IOException {
    Files.writeString(
        files.key(), Files.readString(files.key()).replace("PRIVATE KEY", "EC PRIVATE KEY"));
    assertRefused("3: tls.key", "openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void anExpiredCertificateIsRefused() throws IOException {
    files.issue(C1, TestCertificates.over());
    assertRefused("2: tls.certificate", "expired at");
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() throws IOException {
    new TestCertificates(directory.resolve("other")).issue(C1, TestCertificates.valid());
    Files.copy(
        directory.resolve("other/authorities.pem"),
        files.authorities(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertRefused("2: tls.certificate", "is not of the authorities");
  }

  @Test
  void somebodyElsesCertificateIsRefused() {
    assertRefused("2: tls.certificate", "is of coordinator c1", A1, LOOPBACK);
    assertRefused(
        "2: tls.certificate",
        "should be OU=coordinator, CN=c2",
        new PeerName(PeerName.COORDINATOR, "c2"),
        LOOPBACK);
  }

  @Test
  void aCertificateWithoutTheOwnAddressIsRefused() {
    assertRefused("2: tls.certificate", "does not name 10.0.0.1", C1, List.of("10.0.0.1"));
  }

  @Test
  void aKeyThatIsMissingInTheSectionIsNamed() {
    ConfigSection top = ConfigFile.parse("c.yaml", "tls:\n  certificate: a.pem\n");
    String told =
        assertThrows(ConfigException.class, () -> TlsSettings.read(top, C1, LOOPBACK)).getMessage();
    assertTrue(told.contains("tls.key: is missing"), told);
  }
}
