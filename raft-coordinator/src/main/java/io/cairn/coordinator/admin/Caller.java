package io.cairn.coordinator.admin;

import io.cairn.process.security.Principal;
import io.cairn.process.security.Role;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Who sent a request. Without authentication that is what they say.
 *
 * @param address of the one who asked first, {@code host:port}
 * @param who the name of the principal; of one who is not known what the header {@value #WHO} says,
 *     empty when it is absent. Bodies with a field {@code who} say it there
 * @param via the member that passed it on; empty when it came directly
 * @param contentType of the body; empty when it is not said
 * @param principal who that is, once it is proved, and what they may
 */
record Caller(String address, String who, String via, String contentType, Principal principal) {
  /** Names the person or program that asks. */
  static final String WHO = "Cairn-Who";

  /** Names the address of the one who asked the member that passes a request on. */
  static final String ADDRESS = "Cairn-Caller";

  /** Names whom a coordinator asks for, and their role. */
  static final String PRINCIPAL = "Cairn-Principal";

  private static final Pattern NAMED = Pattern.compile("(\\S+) ([a-z]+)");
  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");
  private static final int MAX_LENGTH = 255;

  /** Cuts what is too long, and replaces what is not printable ASCII. */
  Caller {
    address = plain(address);
    who = plain(who);
    via = plain(via);
    contentType = plain(contentType);
  }

  /** Without authentication. */
  Caller(String address, String who, String via, String contentType) {
    this(address, who, via, contentType, Principal.ANYBODY);
  }

  /**
   * Reads the headers.
   *
   * @param sender who sent it: a person's word about others is not taken, a coordinator's is
   */
  static Caller of(Request request, Principal sender) {
    String type = header(request, HttpHeader.CONTENT_TYPE.asString());
    if (sender.kind() == Principal.Kind.PERSON) {
      return new Caller(remote(request), sender.name(), "", type, sender);
    }
    String via = header(request, Forwarding.HEADER);
    String told = via.isEmpty() ? "" : header(request, ADDRESS);
    String address = told.isEmpty() ? remote(request) : told;
    if (sender.kind() == Principal.Kind.COORDINATOR) {
      Principal named = via.isEmpty() ? sender : named(header(request, PRINCIPAL), sender);
      return new Caller(address, named.name(), via, type, named);
    }
    return new Caller(address, header(request, WHO), via, type, sender);
  }

  /** On whose behalf a coordinator asks; itself, when it names nobody. */
  private static Principal named(String header, Principal coordinator) {
    Matcher matcher = NAMED.matcher(header);
    if (!matcher.matches() || !Principal.NAME.matcher(matcher.group(1)).matches()) {
      return coordinator;
    }
    return Role.of(matcher.group(2))
        .map(role -> Principal.person(matcher.group(1), role))
        .orElse(coordinator);
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
    return UNPRINTABLE.matcher(cut).replaceAll("?");
  }
}
