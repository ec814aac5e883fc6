package io.cairn.chaos.nemesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of processes. */
final class Processes {
  private Processes() {}

  static boolean exists(long pid) {
    return Files.exists(Path.of("/proc", Long.toString(pid)));
  }

  /** Whether SIGSTOP has taken effect: state T, after the name in parentheses. */
  static boolean stopped(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return stat.startsWith(" T", stat.lastIndexOf(')') + 1);
  }
}
