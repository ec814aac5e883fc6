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
import java.util.function.BiFunction;
import javax.net.ssl.SSLSocket;
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
  private static final String END_OF_HEADERS = "\r\n\r\n";
  private static final Logger log = LoggerFactory.getLogger(SecureMetricsPort.class);

  private final Tls tls;
  private final BiFunction<String, String, Answer> page;
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

  /** What is said to a request. */
  record Answer(int status, String type, List<String> headers, String text) {}

  private SecureMetricsPort(
      Tls tls, BiFunction<String, String, Answer> page, ServerSocket listening) {
    this.tls = tls;
    this.page = page;
    this.listening = listening;
  }

  /**
   * Binds the address and serves.
   *
   * @param page answers to a method and a path
   */
  static SecureMetricsPort start(
      InetSocketAddress address, Tls tls, BiFunction<String, String, Answer> page)
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
      String[] words = requestLine(secure.getInputStream()).split(" ", -1);
      Answer answer =
          words.length == 3
              ? page.apply(words[0], words[1])
              : new Answer(400, "text/plain; charset=utf-8", List.of(), "this is no HTTP\n");
      write(secure.getOutputStream(), answer, words[0].equals("HEAD"));
      secure.shutdownOutput();
    } catch (IOException e) {
      log.debug("a connection ended: {}", e.toString());
    } finally {
      deadline.cancel(false);
    }
  }

  /** Reads all headers; of them only the first line counts. */
  private static String requestLine(InputStream in) throws IOException {
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
        return text.substring(0, text.indexOf("\r\n"));
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
