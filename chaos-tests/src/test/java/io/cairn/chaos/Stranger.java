package io.cairn.chaos;

import io.cairn.process.tls.CertificateAuthority;
import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.CertificateAuthority.Validity;
import io.cairn.process.tls.PeerName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Somebody who should get nothing from a port, and believes every server himself. */
enum Stranger {
  PLAIN("it does not speak TLS"),
  TLS_1_1("TLSv1.1"),
  NO_CERTIFICATE("it shows no certificate"),
  SELF_SIGNED("unable to find valid certification path"),
  OTHER_AUTHORITY("unable to find valid certification path"),
  EXPIRED("has expired"),
  PERSON("only a certificate with OU=");

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int ALERT = 21;
  private static final byte[] REQUEST =
      "GET /api/v1/cluster HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** A ClientHello of TLS 1.1: one suite, of AES-128 and SHA-1, and no extension. */
  private static final byte[] HELLO_1_1 =
      HexFormat.of()
          .parseHex(
              "160302002d" + "01000029" + "0302" + "11".repeat(32) + "00" + "0002002f" + "0100");

  private final String line;

  Stranger(String line) {
    this.line = line;
  }

  /** What the port's process writes about it. */
  String line() {
    return line;
  }

  /**
   * Connects, asks, and listens until the port has closed the connection.
   *
   * @param kind what the port wants its peers to be
   * @param own issues a certificate of the cluster's authority
   * @return the octets that are no part of TLS
   */
  byte[] ask(int port, String kind, BiFunction<PeerName, Validity, Issued> own) throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.setSoTimeout(PATIENCE_MILLIS);
      if (this == PLAIN || this == TLS_1_1) {
        plain.getOutputStream().write(this == PLAIN ? REQUEST : HELLO_1_1);
        byte[] answer = readAll(plain);
        return answer.length > 0 && answer[0] == ALERT ? new byte[0] : answer;
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(kind, own), new TrustManager[] {new Believer()}, null);
      try (Socket secure =
          context
              .getSocketFactory()
              .createSocket(plain, plain.getInetAddress().getHostAddress(), port, true)) {
        secure.getOutputStream().write(REQUEST);
        return readAll(secure);
      } catch (SocketTimeoutException open) {
        throw open;
      } catch (IOException refused) {
        return new byte[0];
      }
    }
  }

  /**
   * A handshake of one version of TLS, by somebody who is welcome.
   *
   * @return the version that was agreed on
   */
  static String handshake(int port, String version, Issued issued) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(issued), new TrustManager[] {new Believer()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  private static byte[] readAll(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      return new byte[0]; // closed with what we sent still unread
    }
  }

  private KeyManager[] keys(String kind, BiFunction<PeerName, Validity, Issued> own)
      throws Exception {
    Instant now = Instant.now();
    Validity valid = new Validity(now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(9)));
    Validity over = new Validity(valid.from(), now.minus(Duration.ofDays(1)));
    PeerName wanted = new PeerName(kind, "c1");
    CertificateAuthority other = CertificateAuthority.create("other", valid);
    return switch (this) {
      case SELF_SIGNED -> keys(other.self());
      case OTHER_AUTHORITY -> keys(other.issue(wanted, List.of("127.0.0.1"), valid));
      case EXPIRED -> keys(own.apply(wanted, over));
      case PERSON -> keys(own.apply(new PeerName(PeerName.PERSON, "ada"), valid));
      case NO_CERTIFICATE, PLAIN, TLS_1_1 -> new KeyManager[0];
    };
  }

  /** Shows the certificate whatever authorities the server names. */
  private static KeyManager[] keys(Issued issued) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = {issued.certificate()};
    store.setKeyEntry("own", issued.key(), new char[0], chain);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(store, new char[0]);
    return Arrays.stream(factory.getKeyManagers())
        .map(manager -> (KeyManager) new Insistent((X509ExtendedKeyManager) manager))
        .toArray(KeyManager[]::new);
  }

  private static final class Insistent extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager own;

    Insistent(X509ExtendedKeyManager own) {
      this.own = own;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return own.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return own.getPrivateKey(alias);
    }
  }

  private static final class Believer extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
