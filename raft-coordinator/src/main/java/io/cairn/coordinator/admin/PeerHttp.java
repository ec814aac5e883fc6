package io.cairn.coordinator.admin;

import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to other coordinators: with TLS, this one shows its certificate, and the other must show one
 * of a coordinator that names the host. Safe for use by any thread; does not block.
 */
public final class PeerHttp {
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

  /** With the handshake, which a young process is slow at. */
  private static final Duration SECURE_CONNECT_TIMEOUT = Duration.ofMillis(1_500);

  private final Executor executor;
  private final Optional<Tls> tls;
  private final AdminAccess access;
  private final HttpClient plain;
  private @Nullable SSLContext context;
  private @Nullable HttpClient secure;

  /** Shows nothing of itself besides its certificate. */
  public PeerHttp(Executor executor, Optional<Tls> tls) {
    this(executor, tls, AdminAccess.off());
  }

  /**
   * Answers are completed on the executor.
   *
   * @param access what this coordinator shows of itself, besides its certificate
   */
  public PeerHttp(Executor executor, Optional<Tls> tls, AdminAccess access) {
    this.access = access;
    this.executor = executor;
    this.tls = tls;
    this.plain = builder().build();
  }

  /** What the address of another coordinator begins with: {@code https://} or {@code http://}. */
  String scheme() {
    return tls.isPresent() ? "https://" : "http://";
  }

  CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    HttpClient client = tls.isPresent() ? secure(tls.get()) : plain;
    return client.sendAsync(access.signed(request), BodyHandlers.ofString());
  }

  /** Made anew when certificates were. */
  private synchronized HttpClient secure(Tls live) {
    SSLContext current = live.context(Peers.COORDINATORS);
    HttpClient known = secure;
    if (known != null && current == context) {
      return known;
    }
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(Tls.PROTOCOLS.toArray(String[]::new));
    HttpClient made = builder().sslContext(current).sslParameters(parameters).build();
    context = current;
    secure = made;
    return made;
  }

  private HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(tls.isPresent() ? SECURE_CONNECT_TIMEOUT : CONNECT_TIMEOUT)
        .executor(executor);
  }
}
