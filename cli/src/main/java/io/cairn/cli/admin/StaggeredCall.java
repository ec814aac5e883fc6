package io.cairn.cli.admin;

import io.cairn.process.HostPort;
import io.cairn.protocol.channel.TlsWords;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One call, sent to the first address, and to the next when that fails or takes long; the first
 * answer that is not "unavailable" counts. Used once, by one thread.
 */
final class StaggeredCall {
  /** An answer, or why there is none. */
  record Answer(HostPort from, int status, String body, @Nullable String failure) {}

  /** What the JDK says when the other side closes at once, as a port of TLS does. */
  private static final String NO_BYTES = "header parser received no bytes";

  private static final String UNAVAILABLE = "no leader";

  private final HttpClient http;
  private final Deque<HostPort> left;
  private final Duration stagger;
  private final long deadline;
  private final Duration bound;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  StaggeredCall(HttpClient http, List<HostPort> addresses, Duration stagger, Duration bound) {
    this.http = http;
    this.left = new ArrayDeque<>(addresses);
    this.stagger = stagger;
    this.bound = bound;
    this.deadline = System.nanoTime() + bound.toNanos();
  }

  Answer send(Function<HostPort, HttpRequest> request, HttpResponse.BodyHandler<String> handler)
      throws InterruptedException {
    List<String> failures = new ArrayList<>();
    int underWay = 0;
    while (true) {
      if (!left.isEmpty()) {
        HostPort address = left.remove();
        start(address, request.apply(address), handler);
        underWay++;
      }
      long remaining = deadline - System.nanoTime();
      long wait = left.isEmpty() ? remaining : Math.min(remaining, stagger.toNanos());
      Answer answer = answers.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
      if (answer != null) {
        underWay--;
        if (answer.failure() == null && answer.status() != 503) {
          return answer;
        }
        failures.add(answer.from() + ": " + reason(answer));
      }
      boolean late = System.nanoTime() - deadline >= 0;
      if (late || (left.isEmpty() && underWay == 0)) {
        throw unreachable(failures);
      }
    }
  }

  private void start(
      HostPort address, HttpRequest request, HttpResponse.BodyHandler<String> handler) {
    var unused =
        http.sendAsync(request, handler)
            .whenComplete(
                (response, failure) ->
                    answers.add(
                        failure != null
                            ? new Answer(address, 0, "", words(failure))
                            : new Answer(address, response.statusCode(), response.body(), null)));
  }

  private AdminException unreachable(List<String> failures) {
    String why = failures.isEmpty() ? "" : ": " + String.join("; ", failures);
    String what =
        failures.stream().anyMatch(failure -> failure.endsWith(UNAVAILABLE))
            ? "the cluster has no leader, or no majority of its coordinators is up"
            : "no coordinator answered within " + (bound.toMillis() + 999) / 1_000 + " s";
    return new AdminException(what + why);
  }

  private static String reason(Answer answer) {
    return answer.failure() != null ? answer.failure() : UNAVAILABLE;
  }

  private static String words(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof HttpTimeoutException) {
      return "no answer";
    }
    if (cause instanceof ConnectException) {
      return "connection refused";
    }
    if (cause instanceof SSLException) {
      return TlsWords.of(cause);
    }
    if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains(NO_BYTES)) {
      return "it answers with nothing; does it want HTTPS (--authorities)?";
    }
    if (cause instanceof IOException) {
      return cause.getMessage() == null ? "connection lost" : cause.getMessage();
    }
    return String.valueOf(cause);
  }
}
