package io.cairn.process.tls;

import static io.cairn.process.tls.TestCertificates.C1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written here is read by the JDK, whose parser is the judge. */
class CertificateAuthorityTest {
  private final CertificateAuthority authority =
      CertificateAuthority.create("test", TestCertificates.valid());

  @Test
  void anAuthorityVouchesForItself() throws GeneralSecurityException {
    X509Certificate own = authority.self().certificate();
    own.verify(own.getPublicKey());
    assertEquals(Integer.MAX_VALUE, own.getBasicConstraints());
    assertTrue(own.getKeyUsage()[5], "signs certificates");
    assertFalse(own.getKeyUsage()[0], "signs nothing else");
    assertEquals(3, own.getVersion());
  }

  @Test
  void aCertificateSaysWhatWasAskedFor() throws GeneralSecurityException {
    List<String> names = List.of("127.0.0.1", "::1", "c1.example", "*.cairn.example");
    Issued issued = authority.issue(C1, names, TestCertificates.valid());
    X509Certificate certificate = issued.certificate();
    certificate.verify(authority.self().certificate().getPublicKey());
    assertEquals(C1, PeerName.of(certificate));
    assertEquals(-1, certificate.getBasicConstraints(), "no authority");
    assertEquals(
        List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"), certificate.getExtendedKeyUsage());
    assertEquals(
        List.of(
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"),
            List.of(2, "c1.example"),
            List.of(2, "*.cairn.example")),
        List.copyOf(certificate.getSubjectAlternativeNames()));
    for (String host : List.of("127.0.0.1", "::1", "C1.example", "a.cairn.example")) {
      assertTrue(HostName.isNamedBy(certificate, host), host);
    }
    for (String host : List.of("127.0.0.2", "example", "a.b.cairn.example", "cairn.example")) {
      assertFalse(HostName.isNamedBy(certificate, host), host);
    }
  }

  @Test
  void oneWithoutNamesIsOnlyAClient() throws GeneralSecurityException {
    PeerName ann = new PeerName(PeerName.PERSON, "Ann Other");
    X509Certificate certificate =
        authority.issue(ann, List.of(), TestCertificates.valid()).certificate();
    assertEquals(List.of("1.3.6.1.5.5.7.3.2"), certificate.getExtendedKeyUsage());
    assertNull(certificate.getSubjectAlternativeNames());
    assertEquals(ann, PeerName.of(certificate));
  }

  @Test
  void datesBeyond2049AreWrittenInTheOtherForm() {
    Instant from = Instant.parse("2026-11-23T00:00:00Z");
    Instant until = Instant.parse("2062-11-23T10:20:30Z");
    X509Certificate certificate =
        authority.issue(C1, List.of(), new Validity(from, until)).certificate();
    assertEquals(from, certificate.getNotBefore().toInstant());
    assertEquals(until, certificate.getNotAfter().toInstant());
  }

  @Test
  void whatHasAMeaningInNamesIsRefused() {
    for (String id : List.of("", " ", "a,OU=coordinator", "a+OU=b", "a\"b", "#00", "a\\")) {
      PeerName peer = new PeerName(PeerName.AGENT, id);
      assertThrows(
          IllegalArgumentException.class,
          () -> authority.issue(peer, List.of(), TestCertificates.valid()),
          id);
    }
    for (String host : List.of("", "a b", "-", "a.", "999.1.1.1", "ä.example", "a,b")) {
      assertThrows(IllegalArgumentException.class, () -> HostName.encoded(host), host);
    }
  }

  @Test
  void anotherAuthorityDidNotSignIt() {
    X509Certificate certificate =
        authority.issue(C1, List.of(), TestCertificates.valid()).certificate();
    CertificateAuthority other = CertificateAuthority.create("test", TestCertificates.valid());
    assertThrows(
        SignatureException.class,
        () -> certificate.verify(other.self().certificate().getPublicKey()));
  }

  @Test
  void anAuthorityIsReadFromItsFiles(@TempDir Path directory) throws Exception {
    Path certificate = directory.resolve("authority.pem");
    Path key = directory.resolve("authority.key");
    Files.writeString(certificate, authority.self().certificatePem());
    Files.writeString(key, authority.self().keyPem());
    Issued issued =
        CertificateAuthority.read(certificate, key)
            .issue(C1, List.of("localhost"), TestCertificates.valid());
    issued.certificate().verify(authority.self().certificate().getPublicKey());
    Files.writeString(certificate, issued.certificatePem());
    Files.writeString(key, issued.keyPem());
    assertThrows(TlsFileException.class, () -> CertificateAuthority.read(certificate, key));
  }
}
