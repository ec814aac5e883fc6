package io.cairn.process.metrics;

import io.cairn.process.tls.Peers;
import io.cairn.process.tls.Tls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page over HTTPS: one request for each connection, and a deadline for the whole of it. The JDK's
 * own HTTPS server is not used: when it closes a connection it waits for the peer's last word,
 * without bound, and then neither its other connections end in time nor the server.
 *
 * <p>Closed once; any thread.
 */
final class SecureMetricsPort implements AutoCloseable {
  private static final int BACKLOG = 16;
  private static final int THREADS = 2;
  private static final int QUEUE = 64;
  private static final int MAX_REQUEST_BYTES = 8 << 10;
  private static final long DEADLINE_SECONDS = 10;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Pattern AUTHORIZATION =
      Pattern.compile("\r\nauthorization:([^\r\n]*)", Pattern.CASE_INSENSITIVE);
  private static final String END_OF_HEADERS = "\r\n\r\n";
  private static final Logger log = LoggerFactory.getLogger(SecureMetricsPort.class);

  private final Tls tls;
  private final Function<Asked, Answer> page;
  private final ServerSocket listening;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "metrics-deadline"));
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(QUEUE),
          task -> daemon(task, "metrics"));

  /**
   * A request.
   *
   * @param authorization the header of this name; null when it is absent
   */
  record Asked(String method, String path, @Nullable String authorization) {}

  /** What is said to a request. */
  record Answer(int status, String type, List<String> headers, String text) {}

  private SecureMetricsPort(Tls tls, Function<Asked, Answer> page, ServerSocket listening) {
    this.tls = tls;
    this.page = page;
    this.listening = listening;
  }

  /**
   * Binds the address and serves.
   *
   * @param page answers to a request
   */
  static SecureMetricsPort start(InetSocketAddress address, Tls tls, Function<Asked, Answer> page)
      throws IOException {
    ServerSocket listening = new ServerSocket();
    try {
      listening.setReuseAddress(true);
      listening.bind(address, BACKLOG);
    } catch (IOException e) {
      listening.close();
      throw e;
    }
    SecureMetricsPort port = new SecureMetricsPort(tls, page, listening);
    daemon(port::accept, "metrics-accept").start();
    return port;
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        // From here on: what waits for a thread ends in time, too.
        ScheduledFuture<?> deadline =
            deadlines.schedule(() -> end(socket), DEADLINE_SECONDS, TimeUnit.SECONDS);
        try {
          threads.execute(() -> serve(socket, deadline));
        } catch (RejectedExecutionException full) {
          end(socket);
        }
      } catch (IOException | RejectedExecutionException e) {
        log.debug("a connection was not accepted", e); // or the server is closed
        LockSupport.parkNanos(PAUSE_NANOS); // without file descriptors it would fail again at once
      }
    }
  }

  private void serve(Socket socket, ScheduledFuture<?> deadline) {
    try (socket) {
      SSLSocket secure =
          (SSLSocket)
              tls.context(Peers.ANY)
                  .getSocketFactory()
                  .createSocket(
                      socket, socket.getInetAddress().getHostAddress(), socket.getPort(), false);
      secure.setUseClientMode(false);
      secure.setEnabledProtocols(Tls.PROTOCOLS.toArray(String[]::new));
      secure.startHandshake();
      String head = head(secure.getInputStream());
      String[] words = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
      Answer answer =
          words.length == 3
              ? page.apply(new Asked(words[0], words[1], authorization(head)))
              : new Answer(400, "text/plain; charset=utf-8", List.of(), "this is no HTTP\n");
      write(secure.getOutputStream(), answer, words[0].equals("HEAD"));
      secure.shutdownOutput();
    } catch (IOException e) {
      log.debug("a connection ended: {}", e.toString());
    } finally {
      deadline.cancel(false);
    }
  }

  private static @Nullable String authorization(String head) {
    Matcher matcher = AUTHORIZATION.matcher(head);
    return matcher.find() ? matcher.group(1).strip() : null;
  }

  /** Reads the first line and all headers. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    byte[] some = new byte[1 << 10];
    while (request.size() < MAX_REQUEST_BYTES) {
      int read = in.read(some);
      if (read < 0) {
        throw new IOException("it closed in the middle of a request");
      }
      request.write(some, 0, read);
      String text = request.toString(StandardCharsets.ISO_8859_1);
      if (text.contains(END_OF_HEADERS)) {
        return text;
      }
    }
    throw new IOException("a request of more than " + MAX_REQUEST_BYTES + " bytes");
  }

  private static void write(OutputStream out, Answer answer, boolean headersOnly)
      throws IOException {
    byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 ").append(answer.status()).append(" \r\n");
    head.append("Content-Type: ").append(answer.type()).append("\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    answer.headers().forEach(header -> head.append(header).append("\r\n"));
    head.append("Connection: close").append(END_OF_HEADERS);
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!headersOnly) {
      out.write(body);
    }
    out.flush();
  }

  private static void end(Socket socket) {
    try {
      socket.close(); // not the TLS around it, which would say farewell first
    } catch (IOException e) {
      log.debug("a connection is not closed", e);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      log.debug("the port is not closed", e);
    }
    threads.shutdownNow();
    deadlines.shutdownNow();
  }
}
