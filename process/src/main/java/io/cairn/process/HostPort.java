package io.cairn.process;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A network address as a person writes it: {@code host:port}, IPv6 in brackets.
 *
 * @param host a name or an address, not empty, without brackets
 * @param port 0 to 65535; 0 asks for any free port where an address is bound
 */
public record HostPort(String host, int port) {
  /** Checks the ranges. */
  public HostPort {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the host is empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException when it is not one; the message says what is wrong
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw wrong("'" + text + "' lacks a port; write host:port", null);
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw wrong("'" + text + "': write IPv6 as [address]:port", null);
    }
    try {
      return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw wrong("'" + text + "': the port is not a number", e);
    } catch (IllegalArgumentException e) {
      throw wrong("'" + text + "': " + e.getMessage(), e);
    }
  }

  /** In one line, whatever was typed. */
  private static IllegalArgumentException wrong(String message, @Nullable Exception cause) {
    return new IllegalArgumentException(message.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "?"), cause);
  }

  /** Looks the name up now. */
  public InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
