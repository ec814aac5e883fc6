package io.cairn.chaos.faults.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wall clock that can be set while processes run by it, by libfaketime. Their monotonic clock
 * stays true, as that of a machine whose clock somebody sets. They look at the setting once a
 * second. Of one thread.
 */
public final class FakeClock {
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  private final Path file;

  /** A true clock so far, set by way of this file. */
  public FakeClock(Path file) throws IOException {
    this.file = file;
    set(Duration.ZERO);
  }

  /** Why there can be no such clock on this machine; empty when there can. */
  public static Optional<String> missing() {
    return library().isPresent()
        ? Optional.empty()
        : Optional.of("Debian's package libfaketime is missing");
  }

  private static Optional<Path> library() {
    return LIBRARIES.stream().filter(Files::exists).findFirst();
  }

  /** Added to the environment of a process, it goes by this clock. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library().orElseThrow(() -> new IllegalStateException("no libfaketime")).toString(),
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        // Without these two a JVM crawls or hangs.
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  /** From now on it is fast by so much; slow, if negative. */
  public void set(Duration fast) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    String sign = fast.isNegative() ? "-" : "+";
    Files.writeString(next, sign + fast.abs().toSeconds() + "\n");
    // Nobody reads half of it.
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
