package io.cairn.process.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files hold. Immutable.
 *
 * @param chain the own certificate, then those between it and its authority; empty for a client
 *     without one
 * @param key of the own certificate; null without one
 * @param authorities whose certificates are believed; at least one
 */
record Credentials(
    List<X509Certificate> chain, @Nullable PrivateKey key, List<X509Certificate> authorities) {
  /** Bundles of public authorities have 250 KiB. */
  private static final long MAX_BYTES = 1 << 20;

  private static final byte[] PROBE = {1, 2, 3, 4};

  Credentials {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  /** Reads the three files; whether the certificate is valid is not looked at. */
  static Credentials read(Path certificate, Path key, Path authorities) throws TlsFileException {
    List<X509Certificate> chain = certificates("certificate", certificate);
    PrivateKey secret = key("key", key, chain.get(0).getPublicKey().getAlgorithm());
    if (!belong(secret, chain.get(0).getPublicKey())) {
      throw new TlsFileException(
          "key", key + " is not the key of the certificate " + certificate + "; issue both anew");
    }
    return new Credentials(chain, secret, certificates("authorities", authorities));
  }

  /** For a client that shows no certificate. */
  static Credentials trustOnly(Path authorities) throws TlsFileException {
    return new Credentials(List.of(), null, certificates("authorities", authorities));
  }

  static List<X509Certificate> certificates(String setting, Path file) throws TlsFileException {
    List<X509Certificate> found = new ArrayList<>();
    try {
      for (Pem.Block block : blocks(setting, file)) {
        if (block.label().equals(Pem.CERTIFICATE)) {
          found.add(parse(block.content()));
        }
      }
    } catch (CertificateException e) {
      throw new TlsFileException(
          setting, file + " holds a certificate that cannot be read: " + e.getMessage());
    }
    if (found.isEmpty()) {
      throw new TlsFileException(
          setting, file + " holds no certificate; it should be PEM, -----BEGIN CERTIFICATE-----");
    }
    return found;
  }

  static X509Certificate parse(byte[] content) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(content));
  }

  static PrivateKey key(String setting, Path file, String algorithm) throws TlsFileException {
    List<Pem.Block> blocks = blocks(setting, file);
    for (Pem.Block block : blocks) {
      if (block.label().equals(Pem.KEY)) {
        try {
          return KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(block.content()));
        } catch (GeneralSecurityException e) {
          throw new TlsFileException(
              setting, file + " holds no key of the kind of its certificate, " + algorithm);
        }
      }
    }
    if (blocks.stream().anyMatch(block -> block.label().endsWith(Pem.KEY))) {
      throw new TlsFileException(
          setting,
          file
              + " holds a key in another form than PKCS #8 without password; convert it: openssl"
              + " pkcs8 -topk8 -nocrypt");
    }
    throw new TlsFileException(
        setting, file + " holds no key; it should be PEM, -----BEGIN PRIVATE KEY-----");
  }

  private static List<Pem.Block> blocks(String setting, Path file) throws TlsFileException {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        throw new TlsFileException(setting, file + " is larger than 1 MiB; is it the right file?");
      }
      return Pem.blocks(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new TlsFileException(setting, file + " does not exist");
    } catch (AccessDeniedException e) {
      throw new TlsFileException(setting, file + " may not be read by this user");
    } catch (IOException e) {
      throw new TlsFileException(setting, file + " cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new TlsFileException(setting, file + " is damaged: " + e.getMessage());
    }
  }

  private static boolean belong(PrivateKey key, PublicKey certified) {
    String algorithm = signature(certified.getAlgorithm());
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(PROBE);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certified);
      verifying.update(PROBE);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String signature(String keyAlgorithm) {
    return switch (keyAlgorithm) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> keyAlgorithm; // Ed25519, Ed448: the key's name is the signature's
    };
  }
}
