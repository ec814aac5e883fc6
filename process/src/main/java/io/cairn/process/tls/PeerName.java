package io.cairn.process.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Whom a certificate names: the subject's one OU says what it is, its one CN which.
 *
 * @param kind {@link #COORDINATOR}, {@link #AGENT} or {@link #PERSON} for those that Cairn issues;
 *     empty when the subject has no OU or several
 * @param id of the coordinator or agent, or a person's name; empty when there is no CN or several
 */
public record PeerName(String kind, String id) {
  /** The OU of a coordinator. */
  public static final String COORDINATOR = "coordinator";

  /** The OU of an agent. */
  public static final String AGENT = "agent";

  /** The OU of somebody, or a program, that uses the admin port. */
  public static final String PERSON = "person";

  /** Of a certificate that has been verified, or is one's own. */
  public static PeerName of(X509Certificate certificate) {
    return of(certificate.getSubjectX500Principal());
  }

  /** Of such a certificate's subject. */
  public static PeerName of(X500Principal subject) {
    try {
      LdapName name = new LdapName(subject.getName());
      return new PeerName(only(name, "OU"), only(name, "CN"));
    } catch (NamingException e) {
      return new PeerName("", "");
    }
  }

  private static String only(LdapName name, String type) throws NamingException {
    List<String> found = new ArrayList<>();
    for (Rdn rdn : name.getRdns()) {
      Attribute attribute = rdn.toAttributes().get(type);
      if (attribute != null) {
        for (Enumeration<?> all = attribute.getAll(); all.hasMoreElements(); ) {
          found.add(String.valueOf(all.nextElement()));
        }
      }
    }
    return found.size() == 1 ? found.get(0) : "";
  }

  @Override
  public String toString() {
    return kind.isEmpty() && id.isEmpty() ? "nobody" : (kind + " " + id).strip();
  }

  /**
   * The subject to be issued.
   *
   * @throws IllegalArgumentException when a part is empty or holds what has a meaning in names
   */
  String subject() {
    String subject = "CN=" + id + ",OU=" + kind;
    try {
      LdapName name = new LdapName(subject);
      if (!id.isBlank() && !kind.isBlank() && only(name, "CN").equals(id) && name.size() == 2) {
        return subject;
      }
    } catch (InvalidNameException e) {
      // The answer is the same as for a name that means something else.
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException("'" + id + "' cannot be the name in a certificate");
  }
}
