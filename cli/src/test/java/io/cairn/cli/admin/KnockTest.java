package io.cairn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class KnockTest {
  @Test
  void onlyAPortWhereNobodyListensIsRefused() throws Exception {
    String address;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + server.getLocalPort();
      assertFalse(Knock.isRefused(address));
    }
    assertTrue(Knock.isRefused(address));
    assertFalse(Knock.isRefused("no.such.host.invalid:1"));
    assertFalse(Knock.isRefused("nonsense"));
  }
}
