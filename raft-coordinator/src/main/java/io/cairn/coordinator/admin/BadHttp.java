package io.cairn.coordinator.admin;

import io.cairn.protocol.channel.Complaints;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comes when Jetty itself refuses a request: what came was no HTTP. One log line; Jetty answers
 * with the status and closes. Any thread.
 */
final class BadHttp extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BadHttp.class);

  private final Complaints complaints = new Complaints(System::nanoTime);

  BadHttp() {
    setShowStacks(false);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Object why = request.getAttribute(ERROR_MESSAGE);
    complaints.warn(
        LOG,
        request.getConnectionMetaData().getRemoteSocketAddress(),
        "it does not speak HTTP as it should: " + why);
    return super.handle(request, response, callback);
  }
}
