package io.cairn.process.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.security.Authentication;
import io.cairn.process.security.CertificateGrants;
import io.cairn.process.security.Role;
import io.cairn.process.security.StoredToken;
import io.cairn.process.security.Token;
import io.cairn.process.security.TokenFile;
import io.cairn.process.security.TokenList;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest {
  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> send(MetricsServer server, String method, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void serves_figures_as_they_are_when_asked_and_nothing_else() throws Exception {
    AtomicLong value = new AtomicLong();
    try (Metrics metrics = Metrics.ofThisProcess();
        MetricsServer server =
            MetricsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics)) {
      metrics.source(value::incrementAndGet);
      metrics.registry().gauge("cairn.test.lastValue", value);
      assertTrue(send(server, "GET", "/metrics").body().contains("cairn_test_lastValue 1.0\n"));
      HttpResponse<String> page = send(server, "GET", "/metrics");
      assertEquals(200, page.statusCode());
      assertTrue(page.body().contains("cairn_test_lastValue 2.0\n"), page.body());
      assertTrue(page.body().contains("jvm_memory_used_bytes{"), page.body());
      assertEquals(Metrics.CONTENT_TYPE, page.headers().firstValue("Content-Type").orElse(""));
      assertEquals(404, send(server, "GET", "/metrics/x").statusCode());
      assertEquals(404, send(server, "GET", "/").statusCode());
      assertEquals(405, send(server, "POST", "/metrics").statusCode());
      assertEquals("", send(server, "HEAD", "/metrics").body());
    }
  }

  @Test
  void figures_are_for_those_who_have_a_token_where_that_is_wanted() throws Exception {
    String token = Token.create();
    Path file = directory.resolve("tokens");
    new TokenList(List.of(new StoredToken("prometheus", Role.VIEWER, Token.hash(token), "")))
        .write(file);
    Authentication by = Authentication.by(TokenFile.open(file), null, CertificateGrants.none());
    try (Metrics metrics = Metrics.ofThisProcess();
        MetricsServer server =
            MetricsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                metrics,
                Optional.empty(),
                by)) {
      HttpResponse<String> refused = send(server, "GET", "/metrics");
      assertEquals(401, refused.statusCode());
      assertEquals(1, refused.body().lines().count(), refused.body());
      assertEquals(401, send(server, "GET", "/nothing").statusCode());
      HttpRequest known =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
              .header("Authorization", "Bearer " + token)
              .build();
      assertEquals(200, client.send(known, BodyHandlers.ofString()).statusCode());
    }
  }
}
