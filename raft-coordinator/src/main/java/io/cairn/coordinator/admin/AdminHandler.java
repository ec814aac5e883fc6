package io.cairn.coordinator.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Between Jetty and {@link Routes}: reads bodies within their bounds, writes replies and problems.
 * Never blocks one of Jetty's threads; jars are read on threads of their own.
 */
final class AdminHandler extends Handler.Abstract {
  private static final String API = "/api/";
  private static final String EVENTS = "/api/v1/events";
  private static final List<String> PREFIX = List.of("api", "v1");

  private final Routes routes;
  private final JarUpload jars;
  private final Executor jarThreads;
  private final EventStream events;
  private final Pages pages;
  private final Doorkeeper door;
  private final Dashboard dashboard = new Dashboard();

  /** What is served beside the routes, and who is told of each request. */
  record Pages(TextPages texts, HttpMeters meters, AuditLog audit) {}

  AdminHandler(
      Routes routes,
      JarUpload jars,
      Executor jarThreads,
      EventStream events,
      Pages pages,
      Doorkeeper door) {
    this.routes = routes;
    this.jars = jars;
    this.jarThreads = jarThreads;
    this.events = events;
    this.pages = pages;
    this.door = door;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    CompletableFuture<Reply> reply;
    try {
      if (answersItself(request, response, callback)) {
        return true;
      }
      reply = answer(request);
    } catch (ProblemException refused) {
      reply = refusal(request, refused);
    } catch (RuntimeException failed) {
      reply = CompletableFuture.failedFuture(failed);
    }
    CompletableFuture<Reply> unused =
        reply.whenComplete(
            (value, failure) -> write(request, response, replyOf(value, failure), callback));
    return true;
  }

  private static Reply replyOf(@Nullable Reply value, @Nullable Throwable failure) {
    return value != null
        ? value
        : Reply.of(
            Failures.problemOf(failure != null ? failure : new IllegalStateException("no reply")));
  }

  /** What is no JSON: the dashboard's files, and the stream of events. */
  private boolean answersItself(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    if (!path.startsWith(API) && !path.equals(TextPages.METRICS)) {
      dashboard.serve(request, response, callback);
      return true;
    }
    if (path.equals(EVENTS) && request.getMethod().equals("GET")) {
      door.permit(door.enter(request), "GET /events");
      events.open(response, callback, door.stillKnown(request));
      return true;
    }
    return false;
  }

  private CompletableFuture<Reply> answer(Request request) {
    String path = Request.getPathInContext(request);
    if (path.equals(TextPages.METRICS)) {
      door.enterForMetrics(request);
      requireRead(request.getMethod());
      return afterBody(request, pages.texts().figures());
    }
    Caller caller = door.enter(request);
    if (path.equals(TextPages.OPENAPI)) {
      requireRead(request.getMethod());
      return afterBody(request, CompletableFuture.completedFuture(pages.texts().openapi()));
    }
    List<String> segments = segments(path);
    boolean isCommand = routes.isCommand(request.getMethod(), segments);
    try {
      routes.routeOf(request.getMethod(), segments).ifPresent(route -> door.permit(caller, route));
      if (isCommand) {
        Doorkeeper.requireSameOrigin(request);
      }
    } catch (ProblemException forbidden) {
      CompletableFuture<Reply> refusal = refusal(request, forbidden);
      return isCommand ? audited(call(request, segments, "", caller), refusal) : refusal;
    }
    if (!isCommand) {
      return read(request)
          .thenCompose(body -> routes.answer(call(request, segments, body, caller)));
    }
    if (request.getMethod().equals("POST") && segments.equals(List.of(Routes.JARS))) {
      return audited(call(request, segments, "", caller), storeJar(request));
    }
    return read(request).thenCompose(body -> command(call(request, segments, body, caller)));
  }

  private CompletableFuture<Reply> command(Call call) {
    try {
      MediaTypes.requireJson(call);
      return audited(call, routes.answer(call));
    } catch (RuntimeException refused) {
      return audited(call, CompletableFuture.failedFuture(refused));
    }
  }

  private CompletableFuture<Reply> audited(Call call, CompletableFuture<Reply> reply) {
    long begun = System.nanoTime();
    return reply.whenComplete(
        (value, failure) ->
            pages
                .audit()
                .answered(
                    call,
                    replyOf(value, failure),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
  }

  private static CompletableFuture<String> read(Request request) {
    return BodyReader.read(request, Limits.MAX_JSON_BYTES);
  }

  private static CompletableFuture<Reply> refusal(Request request, ProblemException why) {
    return afterBody(request, CompletableFuture.failedFuture(why));
  }

  /**
   * A body that nobody wants is taken first, if it is small: who is still sending might miss the
   * answer, and the connection would be closed under the next request.
   */
  private static CompletableFuture<Reply> afterBody(
      Request request, CompletableFuture<Reply> reply) {
    return isSmall(request)
        ? read(request).handle((body, failure) -> "").thenCompose(taken -> reply)
        : reply;
  }

  private static boolean isSmall(Request request) {
    return request.getLength() > 0 && request.getLength() <= Limits.MAX_JSON_BYTES;
  }

  private static void requireRead(String method) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      throw ProblemException.of(405, "method-not-allowed", method + " is not served on this path");
    }
  }

  private static List<String> segments(String path) {
    List<String> all = List.of(path.substring(1).split("/", -1));
    if (all.size() <= PREFIX.size() || !all.subList(0, PREFIX.size()).equals(PREFIX)) {
      throw ProblemException.of(404, "no-such-path", "everything is below /api/v1/");
    }
    return all.subList(PREFIX.size(), all.size());
  }

  private static Call call(Request request, List<String> segments, String body, Caller caller) {
    String path = request.getHttpURI().getPathQuery();
    return new Call(request.getMethod(), path, segments, query(request), body, caller);
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new HashMap<>();
    try {
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        query.put(field.getName(), String.valueOf(field.getValue()));
      }
    } catch (IllegalArgumentException | IllegalStateException bad) { // not UTF-8, or too many
      throw ProblemException.of(400, "malformed", "the query cannot be read: " + bad.getMessage());
    }
    return query;
  }

  private CompletableFuture<Reply> storeJar(Request request) {
    if (request.getLength() > Limits.MAX_JAR_BYTES) {
      return CompletableFuture.failedFuture(
          ProblemException.of(
              413, "too-large", "a jar has at most " + Limits.MAX_JAR_BYTES + " bytes"));
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            try (InputStream body = Content.Source.asInputStream(request)) {
              return jars.store(body);
            } catch (IOException e) {
              throw ProblemException.of(
                  502, "blob-store", "the jar was not stored: " + firstLine(e));
            }
          },
          jarThreads);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(
          ProblemException.of(429, "overloaded", "too many jars at once; try again later"));
    }
  }

  /** HDFS puts its own stack trace into the messages of its exceptions. */
  static String firstLine(IOException failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.toString()
        : message.strip().lines().findFirst().orElse(message);
  }

  private void write(Request request, Response response, Reply reply, Callback callback) {
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    pages.meters().answered(request.getMethod(), reply.status(), nanos);
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (reply.status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"cairn\"");
    }
    response.write(true, reply.content(), callback);
  }
}
