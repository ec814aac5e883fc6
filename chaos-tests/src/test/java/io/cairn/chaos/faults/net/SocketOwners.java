package io.cairn.chaos.faults.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which process is at the other end of a connection that was accepted here: the kernel's tables say
 * so, without root for processes of the same user.
 */
final class SocketOwners {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private SocketOwners() {}

  /** Whose of these the other end of the socket is; empty when it is another's, or gone. */
  static OptionalLong of(Socket accepted, Collection<Long> pids) throws IOException {
    Optional<String> inode =
        inode(
            (InetSocketAddress) accepted.getRemoteSocketAddress(),
            (InetSocketAddress) accepted.getLocalSocketAddress());
    if (inode.isPresent()) {
      String link = "socket:[" + inode.get() + "]";
      for (long pid : pids) {
        if (holds(pid, link)) {
          return OptionalLong.of(pid);
        }
      }
    }
    return OptionalLong.empty();
  }

  private static Optional<String> inode(InetSocketAddress local, InetSocketAddress remote)
      throws IOException {
    String wantedLocal = hex(local);
    String wantedRemote = hex(remote);
    for (Path table : TABLES) {
      if (!Files.exists(table)) {
        continue;
      }
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length > INODE
            && columns[LOCAL].endsWith(wantedLocal)
            && columns[REMOTE].endsWith(wantedRemote)) {
          return Optional.of(columns[INODE]);
        }
      }
    }
    return Optional.empty();
  }

  /** As the tables write it: the address's bytes backwards, for IPv4 in IPv6 after a prefix. */
  private static String hex(InetSocketAddress address) {
    if (!(address.getAddress() instanceof Inet4Address four)) {
      throw new IllegalArgumentException("no IPv4 address: " + address);
    }
    byte[] octets = four.getAddress();
    return String.format(
        "%02X%02X%02X%02X:%04X", octets[3], octets[2], octets[1], octets[0], address.getPort());
  }

  private static boolean holds(long pid, String link) {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path file : files) {
        try {
          if (Files.readSymbolicLink(file).toString().equals(link)) {
            return true;
          }
        } catch (IOException closed) {
          // a file that was closed meanwhile
        }
      }
    } catch (IOException ended) {
      // a process that has ended
    }
    return false;
  }
}
