package io.cairn.process.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cairn.process.security.Authentication;
import io.cairn.process.tls.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics}, and nothing else, for a process that has no other HTTP server. Started
 * by its constructor's caller, closed once; any thread.
 */
public final class MetricsServer implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final int BACKLOG = 16;

  /** Scrapers are few; what comes beyond these waits in the queue, then in the backlog. */
  private static final int THREADS = 2;

  private static final int QUEUE = 64;

  static {
    // Of the JDK's server: a client that sends or reads nothing must not hold a thread for ever.
    // Seconds; read once, when its classes are loaded.
    setIfAbsent("sun.net.httpserver.maxReqTime", "10");
    setIfAbsent("sun.net.httpserver.maxRspTime", "30");
  }

  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private final IntSupplier port;
  private final Runnable stop;

  private MetricsServer(IntSupplier port, Runnable stop) {
    this.port = port;
    this.stop = stop;
  }

  private static ThreadPoolExecutor threads() {
    return new ThreadPoolExecutor(
        THREADS,
        THREADS,
        1,
        TimeUnit.MINUTES,
        new ArrayBlockingQueue<>(QUEUE),
        task -> {
          Thread thread = new Thread(task, "metrics");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Binds the address and serves everybody, without TLS. */
  public static MetricsServer start(InetSocketAddress address, Metrics metrics) throws IOException {
    return start(address, metrics, Optional.empty(), Authentication.off());
  }

  /** Serves everybody, over HTTPS if {@code tls} is given. */
  public static MetricsServer start(InetSocketAddress address, Metrics metrics, Optional<Tls> tls)
      throws IOException {
    return start(address, metrics, tls, Authentication.off());
  }

  private static MetricsServer plain(
      InetSocketAddress address, Metrics metrics, Authentication authentication)
      throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    ThreadPoolExecutor threads = threads();
    server.setExecutor(threads);
    server.createContext("/", exchange -> send(exchange, metrics, authentication));
    server.start();
    return new MetricsServer(
        () -> server.getAddress().getPort(),
        () -> {
          server.stop(0);
          threads.shutdownNow();
        });
  }

  /**
   * Binds the address and serves.
   *
   * @param address port 0: any free one, see {@link #port}
   * @param tls if given, only HTTPS is spoken; a scraper needs no certificate
   * @param authentication of those who ask, by token
   * @throws IOException when the address cannot be bound
   */
  public static MetricsServer start(
      InetSocketAddress address, Metrics metrics, Optional<Tls> tls, Authentication authentication)
      throws IOException {
    if (tls.isEmpty()) {
      return plain(address, metrics, authentication);
    }
    SecureMetricsPort secure =
        SecureMetricsPort.start(
            address,
            tls.get(),
            asked ->
                refusal(authentication, asked.authorization())
                    .orElseGet(() -> answer(asked.method(), asked.path(), metrics)));
    return new MetricsServer(secure::port, secure::close);
  }

  /** The port it listens on. */
  public int port() {
    return port.getAsInt();
  }

  /** What is said to somebody who is not known; empty when they are. */
  private static Optional<SecureMetricsPort.Answer> refusal(
      Authentication authentication, @Nullable String authorization) {
    Authentication.Verdict verdict = authentication.judge(authorization, null);
    return verdict.principal().isPresent()
        ? Optional.empty()
        : Optional.of(
            new SecureMetricsPort.Answer(
                401,
                PLAIN_TEXT,
                List.of("WWW-Authenticate: Bearer realm=\"cairn\""),
                verdict.refusal() + "\n"));
  }

  private static SecureMetricsPort.Answer answer(String method, String path, Metrics metrics) {
    if (!path.equals(PATH) && !path.startsWith(PATH + "?")) {
      return new SecureMetricsPort.Answer(
          404, PLAIN_TEXT, List.of(), "only " + PATH + " is served here\n");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return new SecureMetricsPort.Answer(
          405, PLAIN_TEXT, List.of("Allow: GET, HEAD"), method + " is not served here\n");
    }
    return new SecureMetricsPort.Answer(200, Metrics.CONTENT_TYPE, List.of(), metrics.page());
  }

  private static void send(HttpExchange exchange, Metrics metrics, Authentication authentication)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      SecureMetricsPort.Answer answer =
          refusal(authentication, exchange.getRequestHeaders().getFirst("Authorization"))
              .orElseGet(() -> answer(method, path, metrics));
      for (String header : answer.headers()) {
        int colon = header.indexOf(':');
        exchange
            .getResponseHeaders()
            .set(header.substring(0, colon), header.substring(colon + 1).strip());
      }
      send(exchange, answer.status(), answer.type(), answer.text());
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  @Override
  public void close() {
    stop.run();
  }
}
