package io.cairn.cli.admin;

import io.cairn.process.HostPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;

/** Looks whether a process listens at an address, without asking it anything. */
final class Knock {
  private static final int TIMEOUT_MILLIS = 300;

  private Knock() {}

  /**
   * True when the machine at that address says that nobody listens there. A name that cannot be
   * looked up, or a silent machine, proves nothing: it may be this one that cannot see it.
   */
  static boolean isRefused(String address) {
    try (Socket socket = new Socket()) {
      socket.connect(HostPort.parse(address).resolve(), TIMEOUT_MILLIS);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
