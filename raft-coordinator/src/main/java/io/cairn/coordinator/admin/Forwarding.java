package io.cairn.coordinator.admin;

import io.cairn.coordinator.replication.NotLeaderException;
import io.cairn.process.HostPort;
import io.cairn.process.security.Principal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Passes a command on to the leader's HTTP address, once: a header says that it was. */
final class Forwarding {
  /** Names the member that passed the request on. */
  static final String HEADER = "Cairn-Forwarded-By";

  private final String selfId;
  private final PeerHttp http;

  Forwarding(String selfId, PeerHttp http) {
    this.selfId = selfId;
    this.http = http;
  }

  CompletableFuture<Reply> send(HostPort leader, Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(http.scheme() + leader + call.path()))
            .timeout(Limits.CONSENSUS)
            .header("Content-Type", "application/json")
            .header(HEADER, selfId)
            .header(Caller.ADDRESS, call.caller().address())
            .header(Caller.WHO, call.caller().who())
            .method(call.method(), BodyPublishers.ofString(call.body()));
    Principal principal = call.caller().principal();
    if (principal.isKnown()) {
      request.header(Caller.PRINCIPAL, principal.name() + " " + principal.role().word());
    }
    return http.send(request.build()).thenCompose(this::reply);
  }

  /** Jetty takes paths that are no URI. */
  private static URI uri(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException e) {
      throw ProblemException.of(400, "malformed", "the path is no URI: " + e.getReason());
    }
  }

  private CompletableFuture<Reply> reply(HttpResponse<String> response) {
    if (response.statusCode() == 503) { // it leads no more, or not yet: worth another try
      return CompletableFuture.failedFuture(
          new NotLeaderException("the leader that was known is not ready", Optional.empty()));
    }
    if (response.statusCode() == 401) { // it is this coordinator that was refused
      return CompletableFuture.failedFuture(
          ProblemException.of(
              502,
              "peer-refused",
              "the leader does not know "
                  + selfId
                  + " as a coordinator: security.coordinatorSecret should be the same on all"));
    }
    String contentType = response.headers().firstValue("Content-Type").orElse("application/json");
    return CompletableFuture.completedFuture(
        new Reply(response.statusCode(), contentType, response.body()));
  }
}
