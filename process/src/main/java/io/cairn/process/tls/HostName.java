package io.cairn.process.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Host names and IP addresses in certificates (RFC 5280, section 4.2.1.6). Never asks the DNS. */
final class HostName {
  private static final int DNS = 2;
  private static final int IP = 7;
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern NAME = Pattern.compile("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*)");

  private HostName() {}

  /**
   * As it stands in a certificate.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static byte[] encoded(String host) {
    if (ADDRESS.matcher(host).matches()) {
      return Der.implicit(IP, address(host));
    }
    if (!NAME.matcher(host).matches() || host.endsWith(".")) {
      throw new IllegalArgumentException("'" + host + "' is neither a host name nor an address");
    }
    return Der.implicit(DNS, host.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether a certificate is one for this host. */
  static boolean isNamedBy(X509Certificate certificate, String host) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(name -> matches((Integer) name.get(0), String.valueOf(name.get(1)), host));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static boolean matches(int type, String name, String host) {
    if (ADDRESS.matcher(host).matches()) {
      return type == IP && Arrays.equals(address(name), address(host));
    }
    if (type != DNS) {
      return false;
    }
    boolean wildcard = name.startsWith("*.") && host.contains(".");
    return name.equalsIgnoreCase(host)
        || (wildcard && name.substring(1).equalsIgnoreCase(host.substring(host.indexOf('.'))));
  }

  private static byte[] address(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + literal + "' is no IP address", e);
    }
  }
}
