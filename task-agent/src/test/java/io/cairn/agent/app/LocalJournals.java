package io.cairn.agent.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts the snapshots that an agent's journals name, from beside it. */
final class LocalJournals {

  private LocalJournals() {}

  /** The snapshots below a directory; -1: something is being deleted. */
  static long count(Path snapshots) {
    long count = 0;
    try (Stream<Path> files = Files.walk(snapshots)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".journal")).toList()) {
        boolean ofMany = file.getFileName().toString().matches("c\\d+-a\\d+\\.\\d+\\.journal");
        count += ofMany ? records(Files.readAllBytes(file)) : 1;
      }
      return count;
    } catch (IOException | UncheckedIOException e) {
      return -1;
    }
  }

  /** Each has its length before it; behind the magic is its kind, of which 1 is a snapshot. */
  private static long records(byte[] octets) {
    ByteBuffer left = ByteBuffer.wrap(octets);
    long snapshots = 0;
    while (left.remaining() > Integer.BYTES) {
      int length = left.getInt();
      if (length > left.remaining()) {
        break; // being written
      }
      snapshots += left.get(left.position() + Long.BYTES) == 1 ? 1 : 0;
      left.position(left.position() + length);
    }
    return snapshots;
  }
}
