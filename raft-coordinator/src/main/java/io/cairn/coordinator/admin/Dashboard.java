package io.cairn.coordinator.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of the dashboard, which lie in a jar of their own. Any thread. Kept in memory
 * once asked for: some 400 KB in all.
 */
final class Dashboard {
  private static final String ROOT = "/io/cairn/dashboard";

  /** Nothing of another origin, nothing inline, in no frame. */
  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

  /** No segment begins with a dot, so none leads out of the root. */
  private static final Pattern NAME = Pattern.compile("(/[a-z0-9][a-z0-9.-]*)+");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private record Served(ByteBuffer bytes, String type, String tag) {}

  private final Map<String, Served> files = new ConcurrentHashMap<>();

  /** Answers, or says that nothing is there. */
  void serve(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    Served file = find(path.equals("/") ? "/index.html" : path);
    if (file == null) {
      throw ProblemException.of(
          404, "no-such-path", "the dashboard is at /, everything else is below /api/v1/");
    }
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      throw ProblemException.of(
          405, "method-not-allowed", request.getMethod() + " is not served on this path");
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.type());
    response.getHeaders().put(HttpHeader.ETAG, file.tag());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    response.getHeaders().put("Content-Security-Policy", POLICY);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Referrer-Policy", "no-referrer");
    if (file.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
      response.setStatus(304);
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.bytes().remaining());
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, head ? ByteBuffer.allocate(0) : file.bytes().duplicate(), callback);
  }

  private @Nullable Served find(String path) {
    Served known = files.get(path);
    if (known != null) {
      return known;
    }
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(path).matches()) {
      return null;
    }
    try (InputStream in = Dashboard.class.getResourceAsStream(ROOT + path)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      String tag = "\"%08x-%d\"".formatted(crc.getValue(), bytes.length);
      Served file = new Served(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), type, tag);
      files.put(path, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the dashboard's jar cannot be read", e);
    }
  }
}
