package io.cairn.coordinator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.coordinator.replication.TlsCast;
import io.cairn.process.HostPort;
import io.cairn.process.tls.PeerName;
import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin port's TLS: its connector, and how coordinators call each other. */
class AdminTlsTest {
  @TempDir Path root;
  private TlsCast cast;
  private Tls tls;
  private Server server;
  private ServerConnector connector;

  @BeforeEach
  void start() throws Exception {
    cast = new TlsCast(root.resolve("tls"));
    tls = cast.coordinator("c1");
    server = new Server();
    connector = AdminPort.connector(server, new HostPort("127.0.0.1", 0), Optional.of(tls));
    server.addConnector(connector);
    server.setHandler(new WhoAreYou());
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    tls.close();
  }

  /** Answers with whom the certificate names. */
  private static final class WhoAreYou extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Object session = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
      X509Certificate[] shown =
          session instanceof EndPoint.SslSessionData data ? data.peerCertificates() : null;
      String who =
          shown == null || shown.length == 0 ? "somebody" : PeerName.of(shown[0]).toString();
      Content.Sink.write(response, true, who, callback);
      return true;
    }
  }

  private HttpRequest request(String scheme) {
    return HttpRequest.newBuilder(
            URI.create(scheme + "://127.0.0.1:" + connector.getLocalPort() + "/"))
        .build();
  }

  private String ask(Tls client) throws Exception {
    PeerHttp http = new PeerHttp(Runnable::run, Optional.of(client));
    CompletableFuture<HttpResponse<String>> answer = http.send(request("https"));
    return answer.get(20, TimeUnit.SECONDS).body();
  }

  @Test
  void theRequestTellsWhoseCertificateWasShown() throws Exception {
    assertEquals("coordinator c2", ask(cast.coordinator("c2")));
    assertEquals("agent a1", ask(cast.agent("a1")));
  }

  @Test
  void aCoordinatorShowsAndTellsNothingToAnAgentInAnothersPlace() throws Exception {
    server.stop();
    server = new Server();
    Tls agent = cast.agent("a1");
    connector = AdminPort.connector(server, new HostPort("127.0.0.1", 0), Optional.of(agent));
    server.addConnector(connector);
    server.setHandler(new WhoAreYou());
    server.start();
    Tls other = cast.coordinator("c2");
    Exception refused = assertThrows(Exception.class, () -> ask(other));
    assertTrue(
        refused.getCause().getMessage().contains("only a certificate with OU=coordinator"),
        String.valueOf(refused.getCause()));
  }

  @Test
  void whoSpeaksNoTlsGetsNothingAndTheNextIsServed() throws Exception {
    HttpClient plain = HttpClient.newHttpClient();
    assertThrows(IOException.class, () -> plain.send(request("http"), BodyHandlers.ofString()));
    assertEquals("coordinator c2", ask(cast.coordinator("c2")));
  }

  @Test
  void aNewCertificateIsShownWithoutRestart() throws Exception {
    BigInteger before = shown();
    cast.issue(new PeerName(PeerName.COORDINATOR, "c1"));
    tls.look();
    assertFalse(before.equals(shown()), "the new one");
  }

  private BigInteger shown() throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(cast.agent("a1").context(Peers.ANY)).build();
    HttpResponse<String> response = client.send(request("https"), BodyHandlers.ofString());
    List<X509Certificate> chain = new ArrayList<>();
    for (var certificate : response.sslSession().orElseThrow().getPeerCertificates()) {
      chain.add((X509Certificate) certificate);
    }
    return chain.get(0).getSerialNumber();
  }
}
