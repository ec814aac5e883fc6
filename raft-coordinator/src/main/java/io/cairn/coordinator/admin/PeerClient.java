package io.cairn.coordinator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks other coordinators over HTTP. Safe for use by any thread; does not block. */
public final class PeerClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final PeerHttp http;

  public PeerClient(PeerHttp http) {
    this.http = http;
  }

  /**
   * Reads {@code /api/v1/PATH}. Completed exceptionally, with an IOException, when there is no
   * answer in time or it is none of 200 and JSON.
   */
  public CompletableFuture<JsonNode> get(HostPort admin, String path, Duration timeout) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(http.scheme() + admin + "/api/v1/" + path))
            .timeout(timeout)
            .build();
    return http.send(request).thenCompose(PeerClient::read);
  }

  private static CompletableFuture<JsonNode> read(HttpResponse<String> response) {
    if (response.statusCode() == 401) {
      return CompletableFuture.failedFuture(
          new IOException(
              "it does not know this coordinator; security.coordinatorSecret should be the same"));
    }
    if (response.statusCode() != 200) {
      return CompletableFuture.failedFuture(
          new IOException("it answers with HTTP status " + response.statusCode()));
    }
    try {
      return CompletableFuture.completedFuture(JSON.readTree(response.body()));
    } catch (JsonProcessingException e) {
      return CompletableFuture.failedFuture(new IOException("it answers with something else", e));
    }
  }
}
