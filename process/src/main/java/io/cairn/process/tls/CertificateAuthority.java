package io.cairn.process.tls;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Issues certificates (RFC 5280) for a cluster: keys on the curve P-256, signed with ECDSA and
 * SHA-256. It keeps no list of what it issued. Safe for use by any thread.
 */
public final class CertificateAuthority {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final byte[] SIGNATURE_ID = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final int SERIAL_BITS = 127; // positive, at most 20 octets
  private static final int KEY_ID_OCTETS = 20; // RFC 7093, section 2, method 1
  private static final int SIGNS_CERTIFICATES = 0b0000_0110;
  private static final int SIGNS = 0b1000_0000;

  private final Issued self;

  private CertificateAuthority(Issued self) {
    this.self = self;
  }

  /** A certificate and its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {
    /** The certificate as text. */
    public String certificatePem() {
      try {
        return Pem.block(Pem.CERTIFICATE, certificate.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The key as text: whoever has it is the one whom the certificate names. */
    public String keyPem() {
      return Pem.block(Pem.KEY, key.getEncoded());
    }
  }

  /** From when until when. */
  public record Validity(Instant from, Instant until) {}

  /** A new authority, which vouches for itself. */
  public static CertificateAuthority create(String name, Validity validity) {
    KeyPair pair = newKey();
    X500Principal subject = new X500Principal("CN=" + name);
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(extension("2.5.29.19", true, Der.sequence(Der.bool(true))));
    extensions.add(extension("2.5.29.15", true, Der.flags(SIGNS_CERTIFICATES)));
    extensions.add(extension("2.5.29.14", false, Der.octets(keyId(pair.getPublic()))));
    Body body = new Body(subject, pair.getPublic(), validity, extensions);
    return new CertificateAuthority(
        new Issued(body.signed(subject, pair.getPrivate()), pair.getPrivate()));
  }

  /**
   * One that was created before.
   *
   * @throws TlsFileException when the files hold no authority of this kind
   */
  public static CertificateAuthority read(Path certificate, Path key) throws TlsFileException {
    Credentials own = Credentials.read(certificate, key, certificate);
    X509Certificate first = own.chain().get(0);
    PrivateKey secret = own.key();
    if (secret == null
        || first.getBasicConstraints() < 0
        || !first.getPublicKey().getAlgorithm().equals("EC")) {
      throw new TlsFileException(
          "certificate", certificate + " is no authority as 'cairn tls init' makes one");
    }
    return new CertificateAuthority(new Issued(first, secret));
  }

  /** Its own certificate and key. */
  public Issued self() {
    return self;
  }

  /**
   * Issues one.
   *
   * @param names host names and IP addresses under which others connect to the subject; one with
   *     none is only a client
   * @throws IllegalArgumentException when the subject or a name cannot stand in a certificate
   */
  public Issued issue(PeerName peer, List<String> names, Validity validity) {
    X500Principal subject = new X500Principal(peer.subject());
    KeyPair pair = newKey();
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(extension("2.5.29.19", true, Der.sequence()));
    extensions.add(extension("2.5.29.15", true, Der.flags(SIGNS)));
    byte[] client = Der.oid("1.3.6.1.5.5.7.3.2");
    byte[] usage =
        names.isEmpty() ? Der.sequence(client) : Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"), client);
    extensions.add(extension("2.5.29.37", false, usage));
    if (!names.isEmpty()) {
      byte[][] hosts = names.stream().map(HostName::encoded).toArray(byte[][]::new);
      extensions.add(extension("2.5.29.17", false, Der.sequence(hosts)));
    }
    byte[] issuerKey = keyId(self.certificate().getPublicKey());
    extensions.add(extension("2.5.29.14", false, Der.octets(keyId(pair.getPublic()))));
    extensions.add(extension("2.5.29.35", false, Der.sequence(Der.implicit(0, issuerKey))));
    Body body = new Body(subject, pair.getPublic(), validity, extensions);
    X500Principal issuer = self.certificate().getSubjectX500Principal();
    return new Issued(body.signed(issuer, self.key()), pair.getPrivate());
  }

  private record Body(
      X500Principal subject, PublicKey key, Validity validity, List<byte[]> extensions) {
    X509Certificate signed(X500Principal issuer, PrivateKey signer) {
      byte[] body =
          Der.sequence(
              Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
              Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0)),
              SIGNATURE_ID,
              issuer.getEncoded(),
              Der.sequence(Der.time(validity.from()), Der.time(validity.until())),
              subject.getEncoded(),
              key.getEncoded(),
              Der.explicit(3, Der.sequence(extensions.toArray(byte[][]::new))));
      try {
        Signature signing = Signature.getInstance(SIGNATURE);
        signing.initSign(signer);
        signing.update(body);
        return Credentials.parse(Der.sequence(body, SIGNATURE_ID, Der.bits(signing.sign())));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK cannot sign with " + SIGNATURE, e);
      }
    }
  }

  private static byte[] extension(String id, boolean critical, byte[] value) {
    byte[] content = Der.octets(value);
    return critical
        ? Der.sequence(Der.oid(id), Der.bool(true), content)
        : Der.sequence(Der.oid(id), content);
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no curve P-256", e);
    }
  }

  private static byte[] keyId(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return Arrays.copyOf(hash, KEY_ID_OCTETS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
