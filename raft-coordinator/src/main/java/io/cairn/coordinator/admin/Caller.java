package io.cairn.coordinator.admin;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Who sent a request, as far as that is known: there is no authentication, so it is what they say.
 *
 * @param address of the one who asked first, {@code host:port}
 * @param who in the header {@value #WHO}; empty when it is absent. Bodies with a field {@code who}
 *     say it there
 * @param via the member that passed it on; empty when it came directly
 * @param contentType of the body; empty when it is not said
 */
record Caller(String address, String who, String via, String contentType) {
  /** Names the person or program that asks. */
  static final String WHO = "Cairn-Who";

  /** Names the address of the one who asked the member that passes a request on. */
  static final String ADDRESS = "Cairn-Caller";

  private static final int MAX_LENGTH = 255;

  /** Cuts what is too long, and replaces what is not printable ASCII. */
  Caller {
    address = plain(address);
    who = plain(who);
    via = plain(via);
    contentType = plain(contentType);
  }

  static Caller of(Request request) {
    String via = header(request, Forwarding.HEADER);
    String told = via.isEmpty() ? "" : header(request, ADDRESS);
    return new Caller(
        told.isEmpty() ? remote(request) : told,
        header(request, WHO),
        via,
        header(request, HttpHeader.CONTENT_TYPE.asString()));
  }

  private static String remote(Request request) {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress address && address.getAddress() != null
        ? address.getAddress().getHostAddress() + ":" + address.getPort()
        : String.valueOf(remote);
  }

  private static String header(Request request, String name) {
    HttpField field = request.getHeaders().getField(name);
    return field == null || field.getValue() == null ? "" : field.getValue();
  }

  /** What may go into a header again. */
  private static String plain(String text) {
    String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    return cut.replaceAll("[^ -~]", "?");
  }
}
