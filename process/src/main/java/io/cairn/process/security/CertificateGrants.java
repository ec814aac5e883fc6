package io.cairn.process.security;

import io.cairn.process.tls.PeerName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * What the holders of verified certificates may do, by the whole subject. Pure and immutable. The
 * certificate must have been verified by TLS before: a subject alone proves nothing.
 */
public final class CertificateGrants {
  /** The word for coordinators. */
  public static final String COORDINATOR = "coordinator";

  private static final Set<String> WORDS = Set.of("viewer", "operator", "admin", COORDINATOR);

  private final Map<String, String> words;

  private CertificateGrants(Map<String, String> words) {
    this.words = words;
  }

  /** Nobody is known by a certificate. */
  public static CertificateGrants none() {
    return new CertificateGrants(Map.of());
  }

  /**
   * Takes subjects, as RFC 4514 writes them ({@code CN=ada,O=example}), each with what it may:
   * viewer, operator, admin or coordinator. Agents have no business here, and coordinators that TLS
   * knows as such need not be named.
   *
   * @throws IllegalArgumentException that names the subject which is wrong
   */
  public static CertificateGrants of(Map<String, String> bySubject) {
    Map<String, String> words = new LinkedHashMap<>();
    bySubject.forEach(
        (subject, word) -> {
          if (!WORDS.contains(word)) {
            throw new IllegalArgumentException(
                "'"
                    + subject
                    + "': should be viewer, operator, admin or coordinator, not '"
                    + word
                    + "'");
          }
          if (words.put(canonical(subject), word) != null) {
            throw new IllegalArgumentException("'" + subject + "' is there twice");
          }
        });
    return new CertificateGrants(words);
  }

  /** Whether no subject is known. */
  public boolean isEmpty() {
    return words.isEmpty();
  }

  /** The person, script or coordinator of this subject; empty when it is none of those. */
  public Optional<Principal> principal(X500Principal subject) {
    String word = words.getOrDefault(canonical(subject), "");
    if (word.equals(COORDINATOR)) {
      return Optional.of(Principal.coordinator(name(subject)));
    }
    if (word.isEmpty() && PeerName.COORDINATOR.equals(PeerName.of(subject).kind())) {
      return Optional.of(Principal.coordinator(name(subject)));
    }
    return Role.of(word).map(role -> Principal.person(name(subject), role));
  }

  /** Whether some subject may speak so. */
  public boolean names(String word) {
    return words.containsValue(word);
  }

  /** Its common name if that can be a name, else the whole subject, made to one. */
  static String name(X500Principal subject) {
    String whole = subject.getName(X500Principal.RFC2253);
    String name = commonName(whole).orElse(whole);
    if (Principal.NAME.matcher(name).matches()) {
      return name;
    }
    String plain = name.replaceAll("[^A-Za-z0-9._@-]+", "_").replaceAll("^[^A-Za-z0-9]+", "");
    return plain.isEmpty() ? "certificate" : plain.substring(0, Math.min(64, plain.length()));
  }

  private static Optional<String> commonName(String subject) {
    try {
      for (Rdn part : new LdapName(subject).getRdns()) {
        if (part.getType().toUpperCase(Locale.ROOT).equals("CN")) {
          return Optional.of(String.valueOf(part.getValue()));
        }
      }
    } catch (InvalidNameException e) {
      // then the whole subject will do
    }
    return Optional.empty();
  }

  private static String canonical(String subject) {
    try {
      return canonical(new X500Principal(subject));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + subject + "' is no subject of a certificate, such as CN=ada,O=example", e);
    }
  }

  private static String canonical(X500Principal subject) {
    return subject.getName(X500Principal.CANONICAL);
  }
}
