package io.cairn.cli.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that nobody listens on. They lie below the range from which the kernel takes ports
 * for outgoing connections: a coordinator's port must not be taken by a client while it is down.
 */
final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 2_000;

  private FreePorts() {}

  /** So many different ports, free a moment ago on the loopback address. */
  static List<Integer> find(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < ATTEMPTS && held.size() < count; i++) {
        tryHold(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST), held);
      }
      if (held.size() < count) {
        throw new IOException("no free ports between " + LOWEST + " and " + HIGHEST);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private static void tryHold(int port, List<ServerSocket> held) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      held.add(socket);
    } catch (IOException taken) {
      socket.close();
    }
  }
}
