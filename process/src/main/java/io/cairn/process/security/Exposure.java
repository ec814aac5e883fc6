package io.cairn.process.security;

import io.cairn.process.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a process may listen where it is told to: beyond loopback only with TLS and with
 * authentication, or when somebody has said in so many words that it may. Pure but for the names
 * that it looks up.
 */
public final class Exposure {
  private Exposure() {}

  /**
   * What speaks against listening at these addresses; empty when nothing does.
   *
   * @param tls whether every port of the process speaks TLS
   * @param missing what is missing of authentication, as keys to set; empty when nothing is
   */
  public static Optional<String> refusal(
      List<HostPort> addresses, boolean tls, List<String> missing, boolean allowed) {
    List<HostPort> beyond = addresses.stream().filter(Exposure::isBeyondLoopback).toList();
    List<String> wanted = new ArrayList<>();
    if (!tls) {
      wanted.add("tls");
    }
    wanted.addAll(missing);
    if (allowed || beyond.isEmpty() || wanted.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        beyond.get(0)
            + " can be reached from other machines, and not everything there is encrypted and"
            + " authenticated: set "
            + String.join(", ", wanted)
            + " (docs/security.md), or listen on 127.0.0.1, or accept the risk with"
            + " 'security: {allowInsecure: true}'");
  }

  /** On a name that cannot be looked up nothing can listen; the start says so. */
  private static boolean isBeyondLoopback(HostPort address) {
    InetSocketAddress resolved = address.resolve();
    InetAddress ip = resolved.getAddress();
    return ip != null && !ip.isLoopbackAddress();
  }
}
