package io.cairn.protocol.channel;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;

/** Why TLS failed, in words for a log line. Pure. */
public final class TlsWords {
  private static final int LONGEST = 300;

  private TlsWords() {}

  /** Of a failed handshake, or of what broke the connection afterwards. */
  public static String of(Throwable failure) {
    Throwable root = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof NotSslRecordException) {
        return "it does not speak TLS";
      }
      if (at instanceof SslHandshakeTimeoutException) {
        return "no TLS handshake in " + TlsGate.HANDSHAKE_SECONDS + " s";
      }
      if (at instanceof ClosedChannelException) {
        return "it closed before the TLS handshake was over";
      }
      if (at instanceof CertificateExpiredException) {
        return "TLS: its certificate has expired (" + at.getMessage() + ")";
      }
      root = at;
    }
    String words = String.valueOf(root.getMessage());
    if (words.contains("nrecognized SSL message")) { // as the JDK says it
      return "it does not speak TLS";
    }
    if (words.startsWith("Empty client certificate chain")) {
      return "TLS: it shows no certificate";
    }
    // Of a stranger: what it sent may stand in it.
    String line = words.replaceAll("[^ -~]", "?");
    return "TLS: " + (line.length() > LONGEST ? line.substring(0, LONGEST) : line);
  }
}
