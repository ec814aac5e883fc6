package io.cairn.coordinator.admin;

import io.cairn.process.HostPort;
import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import io.cairn.protocol.channel.Complaints;
import io.cairn.protocol.channel.TlsWords;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the connector of the HTTP server, with TLS or without. */
final class AdminPort {
  private static final Logger log = LoggerFactory.getLogger(AdminPort.class);

  private AdminPort() {}

  /**
   * With TLS a client may show a certificate, and need not; one that does not count ends the
   * handshake. What was shown is in the request's attribute {@code EndPoint.SslSessionData}.
   */
  static ServerConnector connector(Server server, HostPort address, Optional<Tls> tls) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector =
        tls.isPresent()
            ? secure(server, http, tls.get())
            : new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address.host());
    connector.setPort(address.port());
    return connector;
  }

  private static ServerConnector secure(Server server, HttpConfiguration http, Tls tls) {
    // People come by other names too, through a tunnel or a mapped port: what the certificate says
    // of the host is the client's business.
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server contexts = new SslContextFactory.Server();
    contexts.setSslContext(tls.context(Peers.ANY));
    contexts.setIncludeProtocols(Tls.PROTOCOLS.toArray(String[]::new));
    contexts.setWantClientAuth(true);
    tls.onChange(() -> reload(contexts, tls));
    ServerConnector connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(contexts, "http/1.1"),
            new HttpConnectionFactory(http));
    connector.addBean(new Refusals());
    return connector;
  }

  private static void reload(SslContextFactory.Server contexts, Tls tls) {
    try {
      contexts.reload(factory -> factory.setSslContext(tls.context(Peers.ANY)));
    } catch (Exception e) { // the signature of Jetty's life cycle
      log.warn("the admin port keeps the certificate that it has: {}", e.toString());
    }
  }

  /** One line for each handshake that fails, within bounds. */
  private static final class Refusals implements SslHandshakeListener {
    private final Complaints complaints = new Complaints(System::nanoTime);

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
      if (failure instanceof SSLException) { // else it went away in the middle, as a probe does
        Object peer =
            event.getEndPoint() == null ? null : event.getEndPoint().getRemoteSocketAddress();
        complaints.warn(log, peer, TlsWords.of(failure));
      }
    }
  }
}
