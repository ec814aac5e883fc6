package io.cairn.coordinator.admin;

import io.cairn.protocol.channel.Complaints;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comes when Jetty itself refuses a request: what came was no HTTP. One log line, and a problem as
 * for any other refusal; Jetty closes the connection. Any thread.
 */
final class BadHttp extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BadHttp.class);

  private final Complaints complaints = new Complaints(System::nanoTime);

  BadHttp() {
    setShowStacks(false);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object why = request.getAttribute(ERROR_MESSAGE);
    complaints.warn(
        LOG,
        request.getConnectionMetaData().getRemoteSocketAddress(),
        "it does not speak HTTP as it should: " + why);
    int status = statusOf(response.getStatus());
    Reply reply = Reply.of(Problem.of(status, code(status), String.valueOf(why)));
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, reply.content(), callback);
    return true;
  }

  /** 501 and 505 are about what the client sent too: a coding, or a version, that nobody knows. */
  private static int statusOf(int jettys) {
    return jettys < 400 || jettys == 501 || jettys == 505 ? 400 : jettys;
  }

  /** What a status of Jetty's own is called. */
  static String code(int status) {
    return switch (status) {
      case 413 -> "too-large";
      case 414 -> "uri-too-long";
      case 415 -> "unsupported-media-type";
      case 431 -> "headers-too-large";
      default -> status >= 500 ? "internal" : "malformed";
    };
  }
}
