package io.cairn.coordinator.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

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
  private final Dashboard dashboard = new Dashboard();

  AdminHandler(Routes routes, JarUpload jars, Executor jarThreads, EventStream events) {
    this.routes = routes;
    this.jars = jars;
    this.jarThreads = jarThreads;
    this.events = events;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    CompletableFuture<Reply> reply;
    try {
      if (answersItself(request, response, callback)) {
        return true;
      }
      reply = answer(request);
    } catch (RuntimeException refused) {
      reply = CompletableFuture.failedFuture(refused);
    }
    CompletableFuture<Reply> unused =
        reply.whenComplete(
            (value, failure) ->
                write(
                    response,
                    failure == null ? value : Reply.of(Failures.problemOf(failure)),
                    callback));
    return true;
  }

  /** What is no JSON: the dashboard's files, and the stream of events. */
  private boolean answersItself(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    if (!path.startsWith(API)) {
      dashboard.serve(request, response, callback);
      return true;
    }
    if (path.equals(EVENTS) && request.getMethod().equals("GET")) {
      events.open(response, callback);
      return true;
    }
    return false;
  }

  private CompletableFuture<Reply> answer(Request request) {
    List<String> segments = segments(request);
    if (request.getMethod().equals("POST") && segments.equals(List.of(Routes.JARS))) {
      return storeJar(request);
    }
    return BodyReader.read(request, Limits.MAX_JSON_BYTES)
        .thenCompose(body -> routes.answer(call(request, segments, body)));
  }

  private static List<String> segments(Request request) {
    String path = Request.getPathInContext(request);
    List<String> all = List.of(path.substring(1).split("/", -1));
    if (all.size() <= PREFIX.size() || !all.subList(0, PREFIX.size()).equals(PREFIX)) {
      throw ProblemException.of(404, "no-such-path", "everything is below /api/v1/");
    }
    return all.subList(PREFIX.size(), all.size());
  }

  private static Call call(Request request, List<String> segments, String body) {
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    boolean forwarded = request.getHeaders().contains(Forwarding.HEADER);
    String path = request.getHttpURI().getPathQuery();
    return new Call(request.getMethod(), path, segments, query, body, forwarded);
  }

  private CompletableFuture<Reply> storeJar(Request request) {
    if (request.getLength() > Limits.MAX_JAR_BYTES) {
      throw ProblemException.of(
          413, "too-large", "a jar has at most " + Limits.MAX_JAR_BYTES + " bytes");
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            try (InputStream body = Content.Source.asInputStream(request)) {
              return jars.store(body);
            } catch (IOException e) {
              throw ProblemException.of(
                  502, "blob-store", "the jar was not stored: " + e.getMessage());
            }
          },
          jarThreads);
    } catch (RejectedExecutionException full) {
      throw ProblemException.of(429, "overloaded", "too many jars at once; try again later");
    }
  }

  private static void write(Response response, Reply reply, Callback callback) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, StandardCharsets.UTF_8.encode(reply.body()), callback);
  }
}
