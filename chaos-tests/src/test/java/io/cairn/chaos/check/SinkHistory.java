package io.cairn.chaos.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a reader of committed files sees over time: files come, and stay as they are. */
public final class SinkHistory {
  private final Map<String, Long> seen = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private long looks;

  /** Looks once at a directory; a missing one is empty. */
  public void look(Path directory) throws IOException {
    Map<String, Long> now = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = String.valueOf(file.getFileName());
          if (!name.startsWith(".")) {
            now.put(name, size(file));
          }
        }
      }
    }
    compare(now);
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException vanished) {
      return -1; // it is noticed as a changed length
    }
  }

  /** Compares with what was seen before. */
  void compare(Map<String, Long> now) {
    looks++;
    seen.forEach(
        (name, length) -> {
          Long found = now.get(name);
          if (found == null) {
            violations.add("look " + looks + ": the committed file " + name + " is gone");
          } else if (!found.equals(length)) {
            violations.add(
                "look %d: the committed file %s had %d octets and has %d"
                    .formatted(looks, name, length, found));
          }
        });
    seen.putAll(now);
  }

  public Verdict verdict() {
    return Verdict.of("sink: what is committed stays", looks, violations)
        .with(seen.size() + " files");
  }
}
