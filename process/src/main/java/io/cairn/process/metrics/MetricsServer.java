package io.cairn.process.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;

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

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Metrics metrics;

  private MetricsServer(HttpServer server, Metrics metrics) {
    this.server = server;
    this.metrics = metrics;
    this.threads =
        new ThreadPoolExecutor(
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

  /** Without TLS. */
  public static MetricsServer start(InetSocketAddress address, Metrics metrics) throws IOException {
    return start(address, metrics, Optional.empty());
  }

  /**
   * Binds the address and serves.
   *
   * @param address port 0: any free one, see {@link #port}
   * @param tls if given, only HTTPS is spoken; a scraper needs no certificate
   * @throws IOException when the address cannot be bound
   */
  public static MetricsServer start(InetSocketAddress address, Metrics metrics, Optional<Tls> tls)
      throws IOException {
    HttpServer server =
        tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(address, BACKLOG);
    MetricsServer serving = new MetricsServer(server, metrics);
    serving.server.setExecutor(serving.threads);
    serving.server.createContext("/", serving::answer);
    serving.server.start();
    return serving;
  }

  private static HttpServer secure(InetSocketAddress address, Tls tls) throws IOException {
    HttpsServer server = HttpsServer.create(address, BACKLOG);
    server.setHttpsConfigurator(configurator(tls));
    tls.onChange(() -> server.setHttpsConfigurator(configurator(tls)));
    return server;
  }

  private static HttpsConfigurator configurator(Tls tls) {
    return new HttpsConfigurator(tls.context(Peers.ANY)) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
        wanted.setProtocols(Tls.PROTOCOLS.toArray(String[]::new));
        parameters.setSSLParameters(wanted);
      }
    };
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        send(exchange, 404, "text/plain; charset=utf-8", "only " + PATH + " is served here\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, "text/plain; charset=utf-8", method + " is not served here\n");
      } else {
        send(exchange, 200, Metrics.CONTENT_TYPE, metrics.page());
      }
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
    server.stop(0);
    threads.shutdownNow();
  }
}
