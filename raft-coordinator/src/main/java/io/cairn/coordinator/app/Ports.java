package io.cairn.coordinator.app;

import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.ServerSocket;

/**
 * Looks whether the addresses can be bound, before anything is started. Another process may still
 * be faster afterwards; then the start fails, with the same line.
 */
final class Ports {
  private Ports() {}

  static void check(CoordinatorConfig config) {
    check(config, "raft", config.bind().raft());
    check(config, "session", config.bind().session());
    check(config, "admin", config.bind().admin());
  }

  private static void check(CoordinatorConfig config, String key, HostPort address) {
    if (address.resolve().isUnresolved()) {
      throw config.faults().address(key, address + ": there is no host of that name");
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // a port in TIME_WAIT is free
      probe.bind(address.resolve());
    } catch (IOException e) {
      throw config
          .faults()
          .address(
              key,
              address
                  + " cannot be bound ("
                  + e.getMessage()
                  + "); stop the process that uses it or name another address");
    }
  }
}
